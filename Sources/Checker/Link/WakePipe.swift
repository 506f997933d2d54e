import Glibc

/// Wakes a thread out of `poll`: a byte for each reason. Usable in a signal handler.
final class WakePipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    /// The reason other than a signal's number.
    static let work: UInt8 = 0

    /// - Returns: nil when the process has no descriptors left.
    init?() {
        guard let ends = PipeEnds() else { return nil }
        self.readEnd = ends.read
        self.writeEnd = ends.write
        _ = fcntl(ends.write, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(self.readEnd)
        close(self.writeEnd)
    }

    /// A full pipe wakes as well.
    func wake() {
        var reason = Self.work
        _ = unsafe write(self.writeEnd, &reason, 1)
    }

    /// The reasons since the last call.
    func drain() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(self.readEnd, $0.baseAddress, $0.count) }
        return count > 0 ? Array(buffer.prefix(count)) : []
    }
}
