import VRRP

extension Node {
    /// Keeps account of handovers, which operators ask for and which are measured for them.
    mutating func noteHandover(_ index: Int, _ transition: Transition, at now: Instant) {
        if transition.to == .resigning {
            self.instances[index].handover = Handover(beganAt: now, order: self.orderCause)
            return
        }
        guard transition.from == .resigning else { return }
        let outcome: Handover.Outcome =
            switch (transition.to, transition.cause) {
            case (.master, _): .kept
            case (.initialize, .successorHeard): .taken
            case (.initialize, .noSuccessor): .nobody
            case (.initialize, _), (.backup, _), (.fault, _), (.resigning, _): .broken
            }
        self.instances[index].handover?.outcome = outcome
        self.instances[index].handover?.endedAt = now
    }

    /// The successor is heard while the addresses are still here.
    mutating func noteSuccessor(_ index: Int) {
        guard case .resigning(let resigning) = self.instances[index].router.state,
            self.instances[index].handover?.successor == nil
        else { return }
        self.instances[index].handover?.successor = resigning.successor
    }
}
