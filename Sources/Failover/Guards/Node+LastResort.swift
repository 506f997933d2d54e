import Configuration
import VRRP

/// Faults by checks that are none, because an instance's guards make it a last resort instead.
extension Node {
    /// What an instance's faults come to.
    struct Judgement {
        /// While there is one of them the instance is in fault.
        var faults: [FaultCause] = []
        /// nil = it is healthy, or in fault.
        var lastResort: LastResort?
    }

    /// - Returns: All faults as faults, or none of them: a node that cannot serve is no last resort.
    func judgement(of index: Int, at now: Instant) -> Judgement {
        let all = self.instances[index].ownFaults + self.groupFaults(of: index)
        guard !all.isEmpty, self.instances[index].gate == nil else { return Judgement(faults: all) }
        let members = [index] + self.otherMembers(of: index)
        var rule = LastResort.Rule.shared
        var seen: Set<FaultCause> = []
        var causes: [FaultCause] = []
        for member in members {
            for cause in self.instances[member].ownFaults {
                guard let own = self.rule(for: cause, on: member) else { return Judgement(faults: all) }
                rule = max(rule, own)
                if seen.insert(cause).inserted { causes.append(cause) }
            }
        }
        // Only who has the addresses can hold them, and who joins those that do.
        if rule == .hold, !members.allSatisfy(self.mayHold) { return Judgement(faults: all) }
        return Judgement(lastResort: LastResort(rule: rule, causes: causes, since: now))
    }

    /// nil = it is a fault.
    private func rule(for cause: FaultCause, on index: Int) -> LastResort.Rule? {
        switch cause {
        case .checkDown(let name), .checkUp(let name), .checkScore(let name, _):
            if self.isGuarded(name, on: index) { return .shared }
            return switch self.instances[index].configuration.guards.allUnhealthy {
            case .drop: nil
            case .best: .best
            case .hold: .hold
            }
        case .interfaceMissing, .interfaceDown, .noSourceAddress, .sourceUnready, .multicastSourceMissing,
            .noVirtualAddress, .noPeer, .addressesRefused, .cannotListen, .virtualInterfaceRefused,
            .trackedInterface, .syncGroupMember, .staticItemMissing:
            return nil
        }
    }

    /// Whether it has its addresses, or had them until this process began, or waits and has no say, or is about to have them
    /// because the other members of its group do.
    private func mayHold(_ index: Int) -> Bool {
        let instance = self.instances[index]
        if instance.holdsAddresses || instance.resumption == .master || instance.gate != nil { return true }
        switch instance.router.state.name {
        case .initialize: break
        case .backup: guard instance.router.wantsMaster else { return false }
        case .master, .resigning, .fault: return false
        }
        return self.otherMembers(of: index).contains { other in
            self.instances[other].isMaster || self.instances[other].router.offers
        }
    }

    /// Notes that an instance is a last resort from now on, or no more.
    mutating func note(_ new: LastResort?, of index: Int, at now: Instant) {
        let old = self.instances[index].lastResort
        let name = self.instances[index].name
        guard var new else {
            guard old != nil else { return }
            self.instances[index].lastResort = nil
            self.instances[index].router.isLastResort = false
            if self.instances[index].faults.isEmpty { self.record(.lastResortEnded, of: name, at: now) }
            return
        }
        new.since = old?.since ?? now
        new.isKept = old?.isKept ?? false
        new.nextOffer = old?.nextOffer
        new.entry = old?.entry
        // Entries are of the process that made them: the next one needs one to link to.
        if old?.rule != new.rule || old?.entry == nil {
            self.record(.lastResortBegan(new.causes, new.rule), of: name, at: now)
            new.entry = self.cause
            if old == nil, self.instances[index].isMaster { new.nextOffer = now }
        }
        self.instances[index].lastResort = new
        self.instances[index].router.isLastResort = true
    }

    /// A master that is a last resort asks for a better one: priority 0, and it keeps its addresses if nobody answers. The
    /// members of a sync group ask together.
    mutating func offerIfDue(_ index: Int, at now: Instant) {
        guard let due = self.instances[index].lastResort?.nextOffer, due <= now else { return }
        self.instances[index].lastResort?.nextOffer = nil
        guard self.phase == .running else { return }
        for member in [index] + self.otherMembers(of: index) where self.instances[member].isMaster {
            guard let lastResort = self.instances[member].lastResort else { continue }
            let interval = self.instances[member].router.settings.advertisementInterval
            // In case it cannot offer now: one that was frozen listens first.
            self.instances[member].lastResort?.nextOffer = now + LastResort.offerInterval(interval)
            self.cause = lastResort.entry
            let actions = self.instances[member].router.offer(at: now)
            self.instances[member].offersAsLastResort = !actions.isEmpty
            self.perform(actions, of: member, at: now)
        }
    }

    /// An order about one that offers its addresses anyway takes that offer over: what becomes of it goes back to the order, and
    /// a recovery does not withdraw it. Nothing for others.
    mutating func takeOverOffer(_ index: Int) {
        guard self.offersForItself(index) else { return }
        self.instances[index].offersAsLastResort = false
        self.instances[index].handover?.order = self.orderCause
    }

    /// Whether it offers its addresses because it is a last resort, and by nobody's order.
    func offersForItself(_ index: Int) -> Bool {
        self.instances[index].offersAsLastResort && self.instances[index].router.offers
    }

    /// Whoever is healthy again before anybody has taken its offer keeps what it has.
    mutating func withdrawOffer(_ index: Int, at now: Instant) {
        guard self.instances[index].lastResort == nil, self.instances[index].offersAsLastResort,
            self.instances[index].router.offers, !self.instances[index].router.hasSuccessor
        else { return }
        self.perform(self.instances[index].router.keep(at: now), of: index, at: now)
    }

    /// What a change of state means for a last resort. To be called when it has been recorded.
    mutating func followAsLastResort(_ index: Int, _ transition: Transition, at now: Instant) {
        let hasOffered = self.instances[index].offersAsLastResort && transition.from == .resigning
        if transition.to != .resigning { self.instances[index].offersAsLastResort = false }
        // What was withheld was withheld for the sake of the addresses.
        if transition.to != .master, transition.to != .resigning, !self.instances[index].graces.isEmpty {
            self.review(index)
        }
        // It does not leave: it is a backup now, or in fault.
        if hasOffered, transition.to == .initialize { self.review(index) }
        guard let lastResort = self.instances[index].lastResort else { return }
        switch transition.to {
        case .master:
            let nextOffer = self.nextOffer(index, after: transition, at: now)
            self.instances[index].lastResort?.nextOffer = nextOffer
            if hasOffered, !lastResort.isKept {
                self.instances[index].lastResort?.isKept = true
                self.record(.lastResortHeld(lastResort.rule), of: self.instances[index].name, at: now)
            }
        case .backup:
            self.instances[index].lastResort?.nextOffer = nil
            self.instances[index].lastResort?.isKept = false
            // Only a master holds.
            if lastResort.rule == .hold { self.review(index) }
        case .initialize, .fault, .resigning:
            self.instances[index].lastResort?.nextOffer = nil
        }
    }

    /// One that takes up the place of a process that had not offered yet does so when its peers have heard it.
    private func nextOffer(_ index: Int, after transition: Transition, at now: Instant) -> Instant {
        let interval = self.instances[index].router.settings.advertisementInterval
        let usual = now + LastResort.offerInterval(interval)
        guard transition.cause == .resumed, let lastResort = self.instances[index].lastResort else { return usual }
        let soon = now + interval.duration
        return lastResort.isKept ? min(usual, max(soon, lastResort.nextOffer ?? usual)) : soon
    }

    private mutating func review(_ index: Int) {
        self.instances[index].review = Instance.Review(cause: self.cause)
        self.hasReviews = true
    }

    /// Judges instances anew whose change of state asks for it.
    mutating func settleLastResorts(at now: Instant) {
        while self.hasReviews {
            self.hasReviews = false
            for index in self.instances.indices {
                guard let review = self.instances[index].review.take() else { continue }
                self.cause = review.cause
                self.evaluate(index, at: now)
            }
            self.settleGroups(at: now)
        }
    }
}
