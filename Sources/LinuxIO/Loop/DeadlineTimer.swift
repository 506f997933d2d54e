import CLinux
import Glibc
package import VRRP

/// The process's one timer: readable once the instant it is armed to has come.
package final class DeadlineTimer {
    private let timer: Descriptor
    private var armed: Instant?

    package init() throws(SystemError) {
        self.timer = Descriptor(adopting: try Syscall.check("timerfd_create") { clinux_timer_create() })
    }

    package var descriptor: Int32 { self.timer.rawValue }

    /// Arms to `deadline`, replacing the one before; `nil` disarms. An instant that has passed fires at once. Asking for
    /// what is armed already costs nothing.
    package func arm(at deadline: Instant?) throws(SystemError) {
        if deadline == self.armed { return }
        // Zero would disarm; any instant before now fires at once, so the first one of the clock will do.
        let nanoseconds = deadline.map { max($0.nanoseconds, 1) } ?? 0
        try Syscall.check("timerfd_settime") { clinux_timer_set(self.timer.rawValue, nanoseconds) }
        self.armed = deadline
    }

    /// Takes note that the timer fired; afterwards it is disarmed. Harmless if it has not fired.
    package func acknowledge() {
        var expirations: UInt64 = 0
        let count = unsafe read(self.timer.rawValue, &expirations, MemoryLayout<UInt64>.size)
        if count > 0 { self.armed = nil }
    }
}
