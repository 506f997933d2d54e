import Glibc

/// A pipe; what has not been closed by then is closed when it ends.
final class TestPipe {
    let read: Int32
    let write: Int32
    private var isReadOpen = true
    private var isWriteOpen = true

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TestFailure("pipe: error \(errno)") }
        ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
        (self.read, self.write) = (ends[0], ends[1])
    }

    deinit {
        self.closeRead()
        self.closeWrite()
    }

    func closeRead() {
        if self.isReadOpen { close(self.read) }
        self.isReadOpen = false
    }

    func closeWrite() {
        if self.isWriteOpen { close(self.write) }
        self.isWriteOpen = false
    }

    func put(_ text: String) {
        _ = Glibc.write(self.write, text, text.utf8.count)
    }

    /// Everything up to the end.
    func readToEnd() -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = Glibc.read(self.read, &buffer, buffer.count), count > 0 { text += buffer.prefix(count) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Everything that is there now.
    func drain() -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        var poll = pollfd(fd: self.read, events: Int16(POLLIN), revents: 0)
        while Glibc.poll(&poll, 1, 0) == 1 {
            let count = Glibc.read(self.read, &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer.prefix(count)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
