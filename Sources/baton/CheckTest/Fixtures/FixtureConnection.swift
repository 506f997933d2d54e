import Glibc

/// One client of a fixture; its calls block the thread they are made on and end when the fixture stops.
struct FixtureConnection {
    let descriptor: Int32

    /// POLLRDHUP of Linux, which the C library shows to GNU programs only.
    private static let peerClosed: Int16 = 0x2000

    /// nil at the end of the connection.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(self.descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            return count > 0 ? Array(buffer.prefix(count)) : nil
        }
    }

    /// false when the client is gone.
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Ends the answer and lets the client close: closing first, with some of its request unread, would reset the
    /// connection, and the answer could be lost with it.
    func finish() {
        shutdown(self.descriptor, Int32(SHUT_WR))
        self.waitForEnd()
    }

    /// Waits until the client closes, or the fixture stops.
    func waitForEnd() {
        while self.read() != nil {}
    }

    /// false when the client closed, or the fixture stopped, before the time was over.
    func pause(_ time: Duration) -> Bool {
        let end = SuspendingClock().now.advanced(by: time)
        while true {
            let left = SuspendingClock().now.duration(to: end)
            guard left > .zero else { return true }
            var status = pollfd(fd: self.descriptor, events: Self.peerClosed, revents: 0)
            let ready = unsafe poll(&status, 1, Int32(clamping: Int64(left.milliseconds.rounded(.up))))
            if ready > 0 { return false }
        }
    }
}
