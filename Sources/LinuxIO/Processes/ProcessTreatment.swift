import CLinux
import Glibc

/// How the kernel treats the calling process.
package enum ProcessTreatment {
    /// The name that `ps -o comm` and `pgrep` know; 15 bytes are kept.
    package static func rename(to name: String) throws(SystemError) {
        try Syscall.check("prctl PR_SET_NAME", name) { unsafe clinux_set_process_name(name) }
    }

    /// - Parameter niceness: -20…19; less needs `CAP_SYS_NICE` (EACCES).
    package static func setNiceness(_ niceness: Int) throws(SystemError) {
        try Syscall.check("setpriority", "\(niceness)") { clinux_set_niceness(Int32(clamping: niceness)) }
    }

    /// - Parameter processors: Their numbers; empty = all. EINVAL where the process may run on none of them.
    package static func setProcessors(_ processors: [Int]) throws(SystemError) {
        let numbers = processors.map { Int32(clamping: $0) }
        try Syscall.check("sched_setaffinity", processors.map(String.init).joined(separator: " ")) {
            unsafe clinux_set_processors(numbers, numbers.count)
        }
    }

    /// How long the process may compute without waiting while it is under `SCHED_RR`. When it takes longer it loses that
    /// policy and goes on; ``hasExceededRealTime()`` tells.
    ///
    /// - Parameter limit: nil = for ever.
    package static func limitRealTime(_ limit: Duration?) throws(SystemError) {
        let microseconds = limit.map {
            max(1, $0.components.seconds * 1_000_000 + $0.components.attoseconds / 1_000_000_000_000)
        }
        try Syscall.check("setrlimit RLIMIT_RTTIME") { clinux_limit_real_time(UInt64(microseconds ?? 0)) }
    }

    /// Whether that has happened since the last call.
    package static func hasExceededRealTime() -> Bool {
        clinux_has_exceeded_real_time() == 1
    }

    /// Memory may be swapped out again.
    package static func unlockMemory() throws(SystemError) {
        try Syscall.check("munlockall") { munlockall() }
    }

    /// A process that crashes leaves its memory in a file, as far as the hard limit of its size allows.
    package static func allowCoreDumps() throws(SystemError) {
        try Syscall.check("setrlimit RLIMIT_CORE") { clinux_allow_core_dumps() }
    }
}
