import VRRP

extension Node {
    /// Lets the router know whether it may take over from a living master that is less than itself. Whatever has a say in
    /// that is weighed here, and nowhere else.
    mutating func settlePreemption(of index: Int, at now: Instant) {
        self.instances[index].router.setPreemption(self.preemption(of: index), at: now)
    }

    private func preemption(of index: Int) -> VirtualRouter.Preemption {
        self.isDamped(index) ? .suspended : .asConfigured
    }
}
