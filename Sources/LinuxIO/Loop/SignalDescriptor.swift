import CLinux
import Glibc

/// Signals as something to read instead of something that interrupts.
///
/// The signals are blocked in the calling thread, which must be the only one (threads started later inherit the mask), until
/// the process exits: one that comes while it ends must not kill it. ``ChildProcess`` unblocks everything in its children.
package final class SignalDescriptor {
    /// A signal that came.
    package struct Event: Hashable, Sendable {
        package var signal: Int32
        /// The process that sent it; 0 if the kernel did.
        package var sender: Int32
        package var user: UInt32
    }

    private let signals: Descriptor

    /// - Parameter signals: numbers of 1…63; EINVAL for others.
    package init(_ signals: [Int32]) throws(SystemError) {
        var set: UInt64 = 0
        for signal in signals {
            guard (1...63).contains(signal) else {
                throw SystemError(code: EINVAL, call: "signalfd", object: "\(signal)")
            }
            set |= 1 << UInt64(signal)
        }
        self.signals = Descriptor(
            adopting: try Syscall.check("signalfd") { clinux_signal_create(set) }
        )
    }

    package var descriptor: Int32 { self.signals.rawValue }

    /// The next signal, or `nil` if none is waiting. Equal signals that came together count once, as always in Unix.
    package func read() throws(SystemError) -> Event? {
        var event = Event(signal: 0, sender: 0, user: 0)
        let found = try Syscall.attempt("read", "signalfd") {
            unsafe clinux_signal_read(self.signals.rawValue, &event.signal, &event.sender, &event.user)
        }
        return found == 1 ? event : nil
    }
}
