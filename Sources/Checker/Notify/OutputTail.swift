import Glibc
import Synchronization

/// The end of what a child process prints, read by a thread through a pipe.
///
/// Does not wait for the pipe's end: a script may leave a daemon behind that keeps it open.
final class OutputTail: Sendable {
    /// For the child; the reader of this value closes it, or gives it away.
    let writeEnd: Int32
    private let stop: WakePipe
    private let bytes: Mutex<[UInt8]>
    private let isDone = Promise<Void>()

    static let limit = 4096

    /// - Returns: nil when the process has no descriptors or threads left.
    init?() {
        guard let stop = WakePipe(), let ends = PipeEnds() else { return nil }
        let readEnd = ends.read
        self.writeEnd = ends.write
        self.stop = stop
        self.bytes = Mutex([])
        guard WorkerThread.start({ self.read(from: readEnd) }) else {
            close(readEnd)
            close(self.writeEnd)
            return nil
        }
    }

    /// The last line with something in it, of what has been printed so far; ends the reading.
    func lastLine() async -> String {
        self.stop.wake()
        _ = await self.isDone.value()
        let text = self.bytes.withLock { String(decoding: $0, as: UTF8.self) }
        return text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
    }

    private func read(from descriptor: Int32) {
        defer {
            close(descriptor)
            self.isDone.fulfill(())
        }
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            var waits = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: self.stop.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&waits, nfds_t(waits.count), -1) > 0 else { continue }
            let isStopped = waits[1].revents != 0
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 { self.keep(buffer.prefix(count)) }
            if count == 0 || isStopped { return }
        }
    }

    private func keep(_ chunk: ArraySlice<UInt8>) {
        self.bytes.withLock { bytes in
            bytes.append(contentsOf: chunk)
            if bytes.count > Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
        }
    }
}
