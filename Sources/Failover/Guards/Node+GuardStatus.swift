import Configuration
import VRRP

/// What operators are told of an instance's guards.
extension Node {
    /// The guards that are configured, each with what it does now.
    func describeGuards(of instance: Instance, in json: inout JSONText, at now: Instant) {
        let guards = instance.configuration.guards
        json.array("guards") { json in
            if guards.allUnhealthy != .drop {
                json.object { self.describeAllUnhealthy(of: instance, in: &$0, at: now) }
            }
            if let grace = guards.blastRadiusGrace {
                json.object { self.describeBlastRadius(grace, of: instance, in: &$0, at: now) }
            }
        }
    }

    private func describeAllUnhealthy(of instance: Instance, in json: inout JSONText, at now: Instant) {
        let lastResort = Self.inForce(instance).flatMap { $0.rule == .shared ? nil : $0 }
        json.value("guard", "all_unhealthy")
        json.value("setting", instance.configuration.guards.allUnhealthy.rawValue)
        Self.describe(
            since: lastResort?.since,
            until: lastResort?.nextOffer,
            causes: lastResort?.causes.map(\.description) ?? [],
            in: &json,
            at: now
        )
        json.value(
            "text",
            lastResort.map { Self.text($0, of: instance, at: now) }
                ?? Self.text(instance.configuration.guards.allUnhealthy)
        )
    }

    private func describeBlastRadius(
        _ grace: Duration,
        of instance: Instance,
        in json: inout JSONText,
        at now: Instant
    ) {
        let lastResort = Self.inForce(instance).flatMap { $0.rule == .shared ? $0 : nil }
        let withheld = instance.graces.filter { !$0.value.isOver }.sorted { $0.key < $1.key }
        json.value("guard", "blast_radius_guard")
        json.value("setting", "\(grace.decimalText) s")
        Self.describe(
            since: withheld.map(\.value.since).min() ?? lastResort?.since,
            until: instance.graceEnd ?? lastResort?.nextOffer,
            causes: withheld.map { "check \($0.key)" } + (lastResort?.causes.map(\.description) ?? []),
            in: &json,
            at: now
        )
        var parts = withheld.map { name, grace in
            "check \(name) fails, which counts in \(Self.wait(grace.until - now)), when every node has noticed if it fails for "
                + "all"
        }
        if let lastResort { parts.append(Self.text(lastResort, of: instance, at: now)) }
        let idle =
            "a shared check that fails on the master counts after \(grace.decimalText) s, and then moves the addresses only to "
            + "a node for which it passes"
        json.value("text", parts.isEmpty ? idle : parts.joined(separator: "; "))
    }

    /// One that does not compete, as in maintenance, is no last resort for anybody.
    private static func inForce(_ instance: Instance) -> LastResort? {
        instance.router.state.name == .initialize ? nil : instance.lastResort
    }

    private static func describe(
        since: Instant?,
        until: Instant?,
        causes: [String],
        in json: inout JSONText,
        at now: Instant
    ) {
        json.value("in_force", since != nil)
        for (key, time) in [("since_ms", since.map { now - $0 }), ("until_ms", until.map { max(.zero, $0 - now) })] {
            if let time {
                json.value(key, time.milliseconds)
            } else {
                json.null(key)
            }
        }
        json.array("causes") { json in
            for cause in causes { json.value(nil, cause) }
        }
    }

    private static func text(_ policy: AllUnhealthyPolicy) -> String {
        switch policy {
        case .drop: "a failed check is a fault"
        case .best: "a node whose checks fail competes below every healthy node instead of being in fault"
        case .hold: "a master whose checks fail keeps its addresses until a healthy node takes over"
        }
    }

    /// What a guard does about failed checks, in words.
    static func text(_ lastResort: LastResort, of instance: Instance, at now: Instant) -> String {
        let failures = lastResort.causes.map(\.description).joined(separator: " and ")
        let addresses = instance.held.map(\.address.description).joined(separator: ", ")
        switch instance.router.state {
        case .master:
            let peers = lastResort.isKept ? "nobody took over" : "no better node was heard"
            let next = lastResort.nextOffer.map { "; next offer in \(Self.wait($0 - now))" } ?? ""
            return "holds \(addresses) although \(failures): \(peers)\(next)"
        case .resigning(let resigning):
            if let successor = resigning.successor { return "hands \(addresses) over to \(successor.address)" }
            return "offers \(addresses) because \(failures): kept unless somebody takes over within "
                + Self.wait(resigning.release - now)
        case .backup, .initialize, .fault:
            let priority = instance.router.effectivePriority
            return "competes with priority \(priority) although \(failures): below every healthy node"
        }
    }

    private static func wait(_ time: Duration) -> String {
        let milliseconds = max(.zero, time).milliseconds
        return milliseconds < 1000 ? "\(milliseconds) ms" : "\((milliseconds + 500) / 1000) s"
    }
}
