import Glibc
import Synchronization

/// Lines to standard error; a line is dropped and counted when the reader does not keep up.
final class StandardErrorWriter: Sendable {
    static let shared = StandardErrorWriter(descriptor: STDERR_FILENO)

    private let descriptor: Int32
    private let dropped = Mutex(0)

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Parameters:
    ///   - line: Without its end of line; at most ``LogLine/limit`` bytes with it.
    ///   - notice: The line that says how many were lost before this one.
    func write(_ line: String, notice: (_ lost: Int) -> String) {
        self.dropped.withLock { dropped in
            if dropped > 0 {
                guard self.put(notice(dropped)) else {
                    dropped += 1
                    return
                }
                dropped = 0
            }
            if !self.put(line) { dropped += 1 }
        }
    }

    private func put(_ line: String) -> Bool {
        var status = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        // A pipe that is writable takes 4096 bytes in one piece without waiting.
        guard unsafe poll(&status, 1, 0) == 1, status.revents & Int16(POLLOUT) != 0 else { return false }
        let bytes = Array((line + "\n").utf8.prefix(LogLine.limit))
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(self.descriptor, $0.baseAddress, $0.count) }
        return written == bytes.count
    }
}
