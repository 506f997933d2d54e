import Configuration
import VRRP

/// Maintenance and drills in the answers to operators.
extension Node {
    func describeOrders(in json: inout JSONText, at now: Instant) {
        json.object("maintenance") { json in
            json.array("entries") { json in
                if let whole = self.maintenance.whole {
                    json.object { self.describe(whole, of: nil, in: &$0) }
                }
                for (name, entry) in self.maintenance.named.sorted(by: { $0.key < $1.key }) {
                    json.object { self.describe(entry, of: name, in: &$0) }
                }
            }
            if let failure = self.maintenanceFailure { json.value("failure", failure) } else { json.null("failure") }
            json.value("kept", self.isMaintenanceKept)
        }
        if let drill = self.drill {
            json.object("drill") { self.describe(drill, in: &$0, at: now) }
        } else {
            json.null("drill")
        }
    }

    private func describe(_ entry: MaintenanceEntry, of instance: String?, in json: inout JSONText) {
        MaintenanceList.write(entry, of: instance, to: &json)
        json.value("since", entry.since.text)
        if let until = entry.until {
            json.value("until", until.text)
            let (left, overflow) = until.nanoseconds.subtractingReportingOverflow(self.utc.nanoseconds)
            json.value("left_ms", overflow ? 0 : max(0, left / 1_000_000))
        }
        json.value("text", entry.explanation)
    }

    private func describe(_ drill: Drill, in json: inout JSONText, at now: Instant) {
        json.value("instance", drill.instance)
        json.array("members") { json in
            for member in drill.members { json.value(nil, member) }
        }
        drill.by.write(to: &json)
        json.value("reason", drill.reason)
        json.value("ago_ms", (now - drill.beganAt).milliseconds)
        json.value("return_after_ms", drill.returnAfter.milliseconds)
        json.value("phase", drill.phaseName)
        if let handover = drill.handover { json.value("handover_us", handover.clampedNanoseconds / 1000) }
        if let holder = drill.holder { json.value("successor", "\(holder.address)") }
        if let obstacle = self.obstacleToReturn { json.value("obstacle", obstacle) }
        switch drill.phase {
        case .offering: break
        case .away(let until): json.value("left_ms", (until - now).milliseconds)
        case .returning(let since, let until):
            json.value("returning_ms", (now - since).milliseconds)
            json.value("left_ms", (until - now).milliseconds)
        case .ended(let end, _):
            json.value("end", end.word)
            json.value("text", end.description)
            if case .returned(let time) = end { json.value("return_us", time.clampedNanoseconds / 1000) }
        }
    }

    func describeOrders(of instance: Instance, in json: inout JSONText, at now: Instant) {
        if let entry = self.place(of: instance.name).flatMap(self.maintenance) {
            json.object("maintenance") { self.describe(entry, of: instance.name, in: &$0) }
        } else {
            json.null("maintenance")
        }
        guard let handover = instance.handover else {
            json.null("handover")
            return
        }
        json.object("handover") { json in
            json.value("ago_ms", (now - handover.beganAt).milliseconds)
            json.value("began_us", handover.beganAt.nanoseconds / 1000)
            json.value("outcome", handover.outcome.rawValue)
            if let successor = handover.successor { json.value("successor", "\(successor.address)") }
            if let time = handover.time { json.value("time_us", time.clampedNanoseconds / 1000) }
        }
    }

    /// What `baton explain` says of an instance that stands aside; nil = it does not.
    func nextStepAside(of instance: Instance) -> String? {
        guard let entry = self.place(of: instance.name).flatMap(self.maintenance) else { return nil }
        let faults =
            instance.faults.isEmpty
            ? "competes again as after a start, with priority \(instance.effectivePriority)" : "is in fault"
        let end =
            entry.until.map { "; with \($0.text), or by baton maintenance off, it \(faults)" }
            ?? "; with baton maintenance off it \(faults)"
        let handover =
            instance.router.state.name == .resigning ? "hands over and then stays away, " : "does not compete, "
        return handover + entry.explanation + end
    }

    /// What an operator should know of an instance that takes part in a drill; nil = it does not.
    func nextStepOfDrill(of instance: Instance, at now: Instant) -> String? {
        guard let drill = self.drill, drill.isUnderWay, drill.members.contains(instance.name) else { return nil }
        let by = "drill by \(drill.by): \(drill.reason)"
        switch drill.phase {
        case .offering: return "offers its addresses, \(by)"
        case .away(let until):
            let left = max(.zero, until - now).milliseconds
            if let obstacle = self.obstacleToReturn {
                return
                    "takes its addresses back as soon as nobody has them; the drill's return begins in \(left) ms, but "
                    + "\(obstacle), \(by)"
            }
            return "takes its addresses back in \(left) ms, or as soon as nobody has them, \(by)"
        case .returning: return "takes its addresses back, \(by)"
        case .ended: return nil
        }
    }
}
