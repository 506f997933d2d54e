import Configuration
import VRRP

extension Node {
    /// Of an instance with `move_damping`: what has been counted, and what is suppressed.
    func describe(_ damping: Damping, of instance: Instance, in json: inout JSONText, at now: Instant) {
        json.value("damped", damping.isDamped)
        json.value("penalty", decimal: damping.penalty(at: now).description)
        json.value("suppress", decimal: damping.suppress.description)
        json.value("reuse", decimal: damping.reuse.description)
        json.value("half_life_ms", damping.settings.halfLife.milliseconds)
        json.value("max_ms", damping.settings.maximum.milliseconds)
        json.value("moves", damping.memory.moves)
        if damping.memory.moves > 0 {
            json.value("moves_since_ms", (now - damping.memory.firstMove).milliseconds)
        } else {
            json.null("moves_since_ms")
        }
        if let spell = damping.spell {
            json.value("remaining_ms", (spell.until - now).milliseconds)
        } else {
            json.null("remaining_ms")
        }
        if let text = self.suppressedReturn(of: instance) {
            let member = self.damping(over: instance)?.member
            json.value("suppressed", text + (member.map { "; \($0) of its sync group is damped" } ?? ""))
        } else {
            json.null("suppressed")
        }
        if let lift = self.lift(of: instance) {
            json.value("lifted", lift.description)
        } else {
            json.null("lifted")
        }
    }

    /// What damps an instance, itself or through a member of its sync group, which is named then; nil = it is not damped.
    func damping(over instance: Instance) -> (spell: Damping.Spell, member: String?)? {
        guard let index = self.index(of: instance), let damped = self.dampedMember(of: index),
            let spell = self.instances[damped].damping?.spell
        else { return nil }
        return (spell, damped == index ? nil : self.instances[damped].name)
    }

    /// Why an instance that is damped takes over all the same; nil = it does not, or is not damped.
    func lift(of instance: Instance) -> DampingLift? {
        guard let index = self.index(of: instance), self.dampedMember(of: index) != nil,
            instance.router.state.name == .backup
        else { return nil }
        return self.lift(of: index)
    }

    private func index(of instance: Instance) -> Int? {
        self.instances.firstIndex { $0.name == instance.name && $0.isLeaving == instance.isLeaving }
    }

    /// `would take 192.0.2.10 back from 192.0.2.3 (90 < 100)`; nil where nothing is suppressed.
    func suppressedReturn(of instance: Instance) -> String? {
        guard let index = self.index(of: instance), instance.router.preemption == .suspended, self.isDamped(index),
            instance.router.state.name == .backup, let master = instance.router.currentMaster,
            master.priority < instance.router.effectivePriority
        else { return nil }
        let what = instance.configuration.virtualAddresses.first.map { "\($0.address)" } ?? "its addresses"
        return
            "would take \(what) back from \(master.address) (\(master.priority) < \(instance.router.effectivePriority))"
    }

    /// The next event of a backup whose return is suppressed; nil of any other.
    func dampedStep(of instance: Instance, at now: Instant) -> String? {
        guard let text = self.suppressedReturn(of: instance), let (spell, member) = self.damping(over: instance)
        else { return nil }
        return
            "\(text), and \(member.map { "\($0) of its sync group " } ?? "")is damped for "
            + "\(max(.zero, spell.until - now).milliseconds) ms more, unless that master fails, leaves, falls silent or gets worse"
    }

    /// What a backup that is damped waits for; nil = it is not damped, or not held back by that.
    func dampedOutlook(of instance: Instance, at now: Instant) -> String? {
        guard let (spell, member) = self.damping(over: instance) else { return nil }
        let left = max(.zero, spell.until - now).milliseconds
        let what = "moves are damped\(member.map { " with \($0) of its sync group" } ?? "") for \(left) ms more"
        if let lift = self.lift(of: instance) { return "\(what), which does not count now: \(lift)" }
        guard let index = self.index(of: instance), self.isDamped(index) else { return nil }
        return "\(what): until then only a failure of that master moves them"
    }
}
