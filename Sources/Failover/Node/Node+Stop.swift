import VRRP

extension Node {
    /// Every master hands over: priority 0 at once, its addresses until a successor is heard or cannot be expected
    /// any more.
    mutating func stop(at now: Instant) {
        guard self.phase == .running || self.phase == .waiting else { return }
        self.leave(at: now) { $0.resign(at: now) }
    }

    mutating func stopNow(at now: Instant) {
        guard self.phase != .stopped else { return }
        self.leave(at: now) { $0.abandon(at: now) }
    }

    private mutating func leave(at now: Instant, how: (inout VirtualRouter) -> [Action]) {
        self.phase = .stopping
        self.record(.stopRequested, at: now)
        let cause = self.cause
        for index in self.instances.indices {
            self.cause = cause
            self.instances[index].gate = nil
            self.instances[index].restoreAt = nil
            self.perform(how(&self.instances[index].router), of: index, at: now)
        }
        self.settle(at: now)
    }
}
