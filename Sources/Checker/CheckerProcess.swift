import Glibc

/// What the checker does to its own process, and to the children of it.
enum CheckerProcess {
    /// Makes the process independent of how it was started. Before any other thread exists.
    static func prepare() {
        // Keys pressed at the terminal of a foreground batond are for batond, who ends the checker in order.
        _ = setpgid(0, 0)
        // The router may run in real time; scripts and plugins never.
        var parameters = sched_param()
        _ = unsafe sched_setscheduler(0, SCHED_OTHER, &parameters)
        // keepalived's default: what a script creates is its own.
        _ = umask(0o177)
        // A script must not keep a file system from being unmounted.
        _ = unsafe chdir("/")
    }

    /// The files that scripts make from now on have none of these bits.
    static func setUmask(_ mask: UInt32) {
        _ = umask(mode_t(mask))
    }

    /// Writes everything to standard output.
    static func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// Ends the process when it has not ended by itself: a plugin may ignore its cancellation for ever.
    static func exit(after limit: Duration) {
        WorkerThread.start {
            let end = SuspendingClock().now.advanced(by: limit)
            while SuspendingClock().now < end { usleep(50_000) }
            self.killChildren()
            _exit(EXIT_SUCCESS)
        }
    }

    /// Kills the process groups of all children that are left. They may have started more, so until none is left.
    static func killChildren() {
        for _ in 0..<8 {
            let children = self.children()
            guard !children.isEmpty else { return }
            for child in children {
                // Every child was started as the leader of a group; a zombie's group may still have members.
                if kill(-child, SIGKILL) != 0 { _ = kill(child, SIGKILL) }
                _ = waitpid(child, nil, WNOHANG)
            }
            usleep(2000)
        }
    }

    private static func children() -> [pid_t] {
        guard let folder = unsafe opendir("/proc/self/task") else { return [] }
        defer { unsafe closedir(folder) }
        var children: [pid_t] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe $0.prefix { $0 != 0 }.map { $0 } }
            let thread = String(decoding: name, as: UTF8.self)
            guard Int32(thread) != nil else { continue }
            children += self.numbers(in: "/proc/self/task/\(thread)/children")
        }
        return children
    }

    private static func numbers(in path: String) -> [pid_t] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 32 * 1024)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return [] }
        return String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
    }
}
