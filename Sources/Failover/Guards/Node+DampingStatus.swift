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
            json.value("suppressed", text)
        } else {
            json.null("suppressed")
        }
    }

    /// `would take 192.0.2.10 back from 192.0.2.3 (90 < 100)`; nil where nothing is suppressed.
    func suppressedReturn(of instance: Instance) -> String? {
        guard let spell = instance.damping?.spell, spell.isReturnPending, let master = instance.router.currentMaster,
            case .backup = instance.router.state
        else { return nil }
        let what = instance.configuration.virtualAddresses.first.map { "\($0.address)" } ?? "its addresses"
        return
            "would take \(what) back from \(master.address) (\(master.priority) < \(instance.router.effectivePriority))"
    }

    /// The next event of a backup whose return is suppressed; nil of any other.
    func dampedStep(of instance: Instance, at now: Instant) -> String? {
        guard let text = self.suppressedReturn(of: instance), let spell = instance.damping?.spell else { return nil }
        return
            "\(text), and is damped for \(max(.zero, spell.until - now).milliseconds) ms more, unless that master fails, "
            + "leaves, falls silent or gets worse"
    }
}
