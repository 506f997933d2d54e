import Glibc

/// A pipe that holds all there is to read, and whose other end is closed: what a program finds on its standard input
/// although nobody is there to write it.
final class FilledPipe: Sendable {
    /// Closed with this value; not inherited but as somebody's standard input.
    let readEnd: Int32

    /// As much as the kernel lets a pipe hold for every user, see pipe(7).
    static let limit = 1 << 20
    /// `F_SETPIPE_SZ` of fcntl(2).
    private static let setSize: Int32 = 1031

    /// - Returns: nil for more bytes than ``limit``, and when the system gives no pipe.
    init?(_ bytes: [UInt8]) {
        var ends: [Int32] = [-1, -1]
        guard bytes.count <= Self.limit, unsafe pipe(&ends) == 0 else { return nil }
        let (reading, writing) = (ends[0], ends[1])
        self.readEnd = reading
        defer { close(writing) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        if bytes.count > 4096 { _ = fcntl(writing, Self.setSize, Int32(bytes.count)) }
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(writing, $0.baseAddress, $0.count) }
            guard count > 0 else { return nil }
            rest = rest.dropFirst(count)
        }
    }

    deinit {
        close(self.readEnd)
    }
}
