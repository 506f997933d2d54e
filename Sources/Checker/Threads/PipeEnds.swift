import Glibc

/// A pipe whose ends children do not inherit.
struct PipeEnds {
    let read: Int32
    let write: Int32

    /// - Returns: nil when the process has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        (self.read, self.write) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The reader must never wait; whether the writer does, its user decides.
        _ = fcntl(self.read, F_SETFL, O_NONBLOCK)
    }
}
