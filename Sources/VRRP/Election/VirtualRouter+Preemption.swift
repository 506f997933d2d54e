extension VirtualRouter {
    /// Whether a backup takes over from a living master that is less than itself.
    package enum Preemption: Hashable, Sendable {
        /// As `preempt`, `nopreempt` and `preempt_delay` say.
        case asConfigured
        /// Not for the time being. A master that resigns or falls silent is succeeded all the same.
        case suspended
        /// At once and without delay, also with `nopreempt`.
        case demanded
    }

    /// Changes what holds for masters that are heard from now on, and for the one that was heard last. The owner preempts
    /// whatever this says.
    package mutating func setPreemption(_ preemption: Preemption, at now: Instant) {
        guard preemption != self.preemption else { return }
        self.preemption = preemption
        guard case .backup(var backup) = self.state else { return }
        if preemption == .demanded, case .deferring(let peer, until: _) = backup.prospect {
            backup.prospect = .preempting(peer)
            backup.masterDown = min(backup.masterDown, now + self.timing(backup.masterInterval).skewTime)
        }
        self.state = .backup(self.reconciled(backup))
    }

    /// The owner preempts always, and never waits before it does.
    var preempts: Bool {
        if self.effectivePriority == .owner { return true }
        return switch self.preemption {
        case .asConfigured: self.settings.preempt
        case .suspended: false
        case .demanded: true
        }
    }

    var preemptDelay: Duration {
        self.effectivePriority == .owner || self.preemption == .demanded ? .zero : self.settings.preemptDelay
    }

    /// Whether a lower master that is heard is succeeded after a skew instead of the rest of the master down interval.
    var preemptsFast: Bool { self.settings.fastPreempt || self.preemption == .demanded }
}
