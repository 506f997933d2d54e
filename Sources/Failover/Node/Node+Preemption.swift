import VRRP

extension Node {
    /// Decides, of all that has a say in it and nowhere else, whether an instance takes over from a living master that is
    /// less than itself. An operator's drill goes before what is damped.
    mutating func settlePreemption(of index: Int, at now: Instant) {
        self.instances[index].router.setPreemption(self.preemption(of: index), at: now)
    }

    private func preemption(of index: Int) -> VirtualRouter.Preemption {
        let otherwise = self.isDamped(index) ? VirtualRouter.Preemption.suspended : .asConfigured
        guard let drill = self.drill, drill.members.contains(self.instances[index].name) else { return otherwise }
        return switch drill.phase {
        case .offering, .away: .suspended
        case .returning: .demanded
        case .ended: otherwise
        }
    }
}
