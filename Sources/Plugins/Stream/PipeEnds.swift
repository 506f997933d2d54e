import Glibc

/// The two ends of a new pipe, both closed by exec.
struct PipeEnds {
    let read: Int32
    let write: Int32

    /// nil where there are no more descriptors to be had; errno says so.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        self.read = ends[0]
        self.write = ends[1]
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    /// Reading or writing does not wait then.
    static func makeNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
}
