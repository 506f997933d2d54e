import Checks
import Synchronization

/// What a callback said last.
final class Latest: Sendable {
    private let latest = Mutex(Hysteresis?.none)

    var value: Hysteresis? { self.latest.withLock { $0 } }

    func set(_ value: Hysteresis) {
        self.latest.withLock { $0 = value }
    }
}
