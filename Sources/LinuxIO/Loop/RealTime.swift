import CLinux
import Glibc

/// Scheduling and memory of a process that must not be late.
///
/// Each may be refused for want of privilege (`CAP_SYS_NICE`, `CAP_IPC_LOCK`, their resource limits); then the process runs
/// on as it was.
package enum RealTime {
    /// Puts the calling thread under `SCHED_RR`. Neither child processes nor threads started later inherit it.
    ///
    /// - Parameter priority: 1…99, as sched(7) has it; EINVAL beyond.
    package static func setRoundRobin(priority: Int32) throws(SystemError) {
        try Syscall.check("sched_setscheduler", "SCHED_RR \(priority)") {
            clinux_set_scheduler(SCHED_RR | Int32(CLINUX_SCHED_RESET_ON_FORK), priority)
        }
    }

    /// Puts the calling thread among all others.
    package static func setOrdinary() throws(SystemError) {
        try Syscall.check("sched_setscheduler", "SCHED_OTHER") { clinux_set_scheduler(SCHED_OTHER, 0) }
    }

    /// Keeps the process's memory from being swapped out, now and later.
    ///
    /// - Parameter onFault: lock pages as they are touched. Otherwise every mapped page is read in first, which
    ///   multiplies the resident size of a program with large libraries.
    package static func lockMemory(onFault: Bool = true) throws(SystemError) {
        try Syscall.check("mlockall") { clinux_lock_memory(onFault ? 1 : 0) }
    }

    /// Undoes both: `SCHED_OTHER`, memory unlocked.
    package static func resetToDefault() throws(SystemError) {
        try Syscall.check("sched_setscheduler", "SCHED_OTHER") { clinux_set_scheduler(SCHED_OTHER, 0) }
        try Syscall.check("munlockall") { munlockall() }
    }

    /// Whether the calling thread is under `SCHED_RR`.
    package static var isRoundRobin: Bool {
        clinux_scheduler() & ~Int32(CLINUX_SCHED_RESET_ON_FORK) == SCHED_RR
    }
}
