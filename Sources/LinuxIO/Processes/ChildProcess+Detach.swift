import CLinux
import Glibc

extension ChildProcess {
    /// Leaves the terminal and the caller's session, as daemons do; standard input and output go to `/dev/null`,
    /// standard error stays. The calling process must have one thread only.
    ///
    /// - Returns: `false` in the process that was called and has now nothing left to do, `true` in the one that goes on.
    package static func detach() throws(SystemError) -> Bool {
        let child = try Syscall.check("fork") { clinux_fork() }
        guard child == 0 else { return false }
        try Syscall.check("setsid") { setsid() }
        // Not being session leader, it can never get a terminal again.
        let grandchild = try Syscall.check("fork") { clinux_fork() }
        guard grandchild == 0 else { _exit(0) }
        let descriptor = try Syscall.check("open", "/dev/null") { unsafe open("/dev/null", O_RDWR | O_CLOEXEC) }
        let null = Descriptor(adopting: descriptor)
        try Syscall.check("dup2") { dup2(null.rawValue, STDIN_FILENO) }
        try Syscall.check("dup2") { dup2(null.rawValue, STDOUT_FILENO) }
        return true
    }
}
