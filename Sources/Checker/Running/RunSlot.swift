import Synchronization

/// The right to run one check: taken by a run until it has really ended, so that runs of a check never overlap – not
/// even those before and after its definition changed.
final class RunSlot: Sendable {
    private let taken = Mutex(SuspendingClock.Instant?.none)

    /// Takes the slot, or answers since when somebody else has it.
    func take(at now: SuspendingClock.Instant) -> SuspendingClock.Instant? {
        self.taken.withLock { taken in
            if let since = taken { return since }
            taken = now
            return nil
        }
    }

    func release() {
        self.taken.withLock { $0 = nil }
    }

    var isFree: Bool { self.taken.withLock { $0 == nil } }
}
