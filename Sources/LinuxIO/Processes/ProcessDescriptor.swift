import CLinux
import Glibc

/// A handle on a process that no reuse of its number can turn into another one; readable once the process has ended.
package final class ProcessDescriptor {
    private let pidfd: Descriptor
    package let pid: Int32

    /// ESRCH if there is no such process.
    package init(pid: Int32) throws(SystemError) {
        self.pidfd = Descriptor(adopting: try Syscall.check("pidfd_open", "process \(pid)") { clinux_pidfd_open(pid) })
        self.pid = pid
    }

    package var descriptor: Int32 { self.pidfd.rawValue }

    /// How the child ended, or `nil` while it runs. Answers once: afterwards, and for a process that is no child, ECHILD.
    package func reap() throws(SystemError) -> ProcessExit? {
        try self.wait(block: false)
    }

    /// Waits for the child to end.
    package func wait() throws(SystemError) -> ProcessExit {
        guard let exit = try self.wait(block: true) else {
            throw SystemError(code: ECHILD, call: "waitid", object: "process \(self.pid)")
        }
        return exit
    }

    /// Sends a signal; `false` if the process has ended.
    @discardableResult
    package func kill(_ signal: Int32) throws(SystemError) -> Bool {
        do {
            try Syscall.check("pidfd_send_signal", "signal \(signal) to process \(self.pid)") {
                clinux_pidfd_send_signal(self.pidfd.rawValue, signal)
            }
            return true
        } catch  where error.code == ESRCH {
            return false
        }
    }

    private func wait(block: Bool) throws(SystemError) -> ProcessExit? {
        var exited: Int32 = 0
        var status: Int32 = 0
        let found = try Syscall.check("waitid", "process \(self.pid)") {
            unsafe clinux_wait_pidfd(self.pidfd.rawValue, block ? 1 : 0, &exited, &status)
        }
        guard found == 1 else { return nil }
        return exited != 0 ? .exited(status) : .signaled(status)
    }
}
