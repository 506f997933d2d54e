import Glibc
import Synchronization

/// Turns signals into bytes of a ``WakePipe``.
///
/// Handlers rather than a blocked mask and a `signalfd`: handlers are gone after `exec`, a mask would be inherited by
/// every script.
enum SignalRelay {
    private static let descriptor = Atomic<Int32>(-1)

    static func install(_ signals: [Int32], to pipe: WakePipe) {
        self.descriptor.store(pipe.writeEnd, ordering: .sequentiallyConsistent)
        for number in signals {
            Self.handle(number) { number in
                let saved = errno
                var reason = UInt8(truncatingIfNeeded: number)
                _ = unsafe write(SignalRelay.descriptor.load(ordering: .relaxed), &reason, 1)
                errno = saved
            }
        }
    }

    /// The signals do nothing here, and what they do by default in children.
    static func discard(_ signals: [Int32]) {
        for number in signals {
            Self.handle(number) { _ in }
        }
    }

    private static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        unsafe sigaction(number, &action, nil)
    }
}
