import Glibc

/// Both ends of a pipe, closed by exec.
struct Pipe {
    let read: Int32
    let write: Int32

    /// nil when the system gives no descriptors.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (self.read, self.write) = (ends[0], ends[1])
    }

    /// `/dev/null`, to read from.
    static func null() -> Int32? {
        let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        return descriptor >= 0 ? descriptor : nil
    }
}
