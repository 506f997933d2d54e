/// One virtual router in the agent's answers.
struct InstanceDocument: Decodable {
    struct Priority: Decodable {
        var base: Int
        var effective: Int
    }

    struct Master: Decodable {
        var address: String
        var priority: Int
    }

    struct Transition: Decodable {
        var from: String
        var to: String
        var cause: String
        var agoMs: Int64
    }

    var name: String
    var interface: String
    var vrid: Int
    var version: Int
    var state: String
    var priority: Priority
    var sinceMs: Int64
    var master: Master?
    var addresses: [String]
    var routesAndRules: [ItemDocument]
    var faults: [String]
    var lastTransition: Transition?
    /// nil = its moves are not damped.
    var damping: DampingDocument?
    /// The member of its sync group that damps it; nil = it is not damped, or damped itself.
    var dampedWith: String?
    var advertIntMs: Int64?
    var syncGroup: String?
    /// An older agent does not say.
    var maintenance: MaintenanceDocument.Entry?
    var handover: HandoverDocument?
    /// An older agent has none.
    var guards: [GuardDocument]?

    /// `VI_1  vrid 51 on eth0  MASTER  effective 200  since 3 min`
    var headline: [String] {
        var line = [
            self.name, "vrid \(self.vrid) on \(self.interface)", self.state.uppercased(),
            "effective \(self.priority.effective)", "for \(Age(self.sinceMs))",
        ]
        if let master { line.append("(owner: \(master.address), priority \(master.priority))") }
        return line
    }

    /// What stands under the headline: addresses, routes and rules, faults, the last transition.
    var details: [String] {
        var lines = ["addresses \(self.addresses.joined(separator: ", "))"]
        lines += self.routesAndRules.map(\.line)
        if let maintenance { lines.append(maintenance.text) }
        lines += self.faults.map { "fault: \($0)" }
        lines += (self.guards ?? []).map(\.line)
        if let last = self.lastTransition {
            lines.append("\(Age(last.agoMs)) ago \(last.from) -> \(last.to): \(last.cause)")
        }
        if let damping { lines.append(damping.line(at: WallClock.seconds())) }
        if let dampedWith { lines.append("damped with \(dampedWith) of its sync group") }
        return lines
    }

    var isFaulty: Bool { self.state == "fault" || !self.faults.isEmpty }
}
