import Glibc

/// Writes log lines and never waits for whoever reads them.
///
/// A line the reader has no room for is dropped and counted; the next one that gets through is preceded by the count.
package final class StandardError {
    /// A pipe that polls writable takes this much without blocking (`PIPE_BUF`).
    static let limit = 4096

    private let descriptor: Int32
    /// Lines dropped since the process began.
    package private(set) var dropped = 0
    private var unreported = 0

    /// - Parameter descriptor: another one than 2 only in tests; it stays the caller's.
    package init(descriptor: Int32 = STDERR_FILENO) {
        self.descriptor = descriptor
    }

    /// Writes `line` and a line feed; cut at 4096 bytes.
    package func write(_ line: String) {
        if self.unreported > 0 {
            guard self.attempt("log: \(self.unreported) lines dropped, the reader of standard error does not keep up")
            else {
                self.drop()
                return
            }
            self.unreported = 0
        }
        if !self.attempt(line) { self.drop() }
    }

    private func drop() {
        self.dropped += 1
        self.unreported += 1
    }

    private func attempt(_ line: String) -> Bool {
        var poll = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        // A reader that is gone makes the pipe "writable" too, and the write a SIGPIPE.
        guard unsafe Glibc.poll(&poll, 1, 0) == 1, poll.revents == Int16(POLLOUT) else { return false }
        var bytes = Array(line.utf8.prefix(Self.limit - 1))
        bytes.append(UInt8(ascii: "\n"))
        // A short write has put the line's beginning out; repeating the rest could block.
        return unsafe Glibc.write(self.descriptor, bytes, bytes.count) > 0
    }
}
