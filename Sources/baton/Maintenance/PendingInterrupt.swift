import Glibc
import Synchronization

/// `^C`, for commands that have something to say before they end.
enum PendingInterrupt {
    private static let flag = Atomic<Bool>(false)

    /// From now on the signal ends nothing by itself.
    static func watch() {
        self.flag.store(false, ordering: .relaxed)
        signal(SIGINT) { _ in PendingInterrupt.flag.store(true, ordering: .relaxed) }
    }

    static var hasCome: Bool { self.flag.load(ordering: .relaxed) }

    /// Waits, but not after the signal.
    static func sleep(_ time: Duration) {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: time)
        while !self.hasCome, clock.now < end { usleep(20_000) }
    }
}
