/// What became of one instance, for the operator who has ordered it.
struct HandoverReport: Codable {
    var instance: String
    /// How its handover ended: `taken`, `kept`, `nobody`. Without one: `stood_aside` of an instance that had no addresses,
    /// `released` where they are gone and nobody was heard, `stayed` of a master, `removed` where there is no such instance
    /// any more, `broken` otherwise.
    var outcome: String
    var addresses: [String]
    var successor: String?
    var timeMs: Double?

    /// - Parameters:
    ///   - before: The instance when the order was obeyed.
    ///   - time: When that was, by the agent's clock; nil = any handover counts.
    ///   - now: As it is; nil = there is none of that name.
    init(_ before: OrderDocument.Before, at time: Int64?, _ now: InstanceDocument?) {
        self.instance = before.instance
        self.addresses = now?.addresses ?? []
        guard let now else {
            self.outcome = "removed"
            return
        }
        // One that began before has nothing to do with the order, unless it was under way.
        let handover = now.handover.flatMap { handover -> HandoverDocument? in
            guard before.hasAddresses else { return nil }
            guard before.state != "resigning", let time, let began = handover.beganUs else { return handover }
            return began >= time ? handover : nil
        }
        self.outcome = Self.outcome(before, now, handover?.outcome)
        if self.outcome == "taken" {
            self.successor = handover?.successor
            self.timeMs = handover?.timeUs.map { Double($0) / 1000 }
        }
    }

    /// What holds now counts, whatever was once told of a handover.
    private static func outcome(
        _ before: OrderDocument.Before,
        _ now: InstanceDocument,
        _ handover: String?
    ) -> String {
        switch (now.state, handover) {
        case ("resigning", _): "under_way"
        case ("master", "kept"): "kept"
        case ("master", _): "stayed"
        case (_, "taken"), (_, "nobody"): handover ?? "broken"
        default: now.maintenance == nil ? "broken" : before.hasAddresses ? "released" : "stood_aside"
        }
    }

    /// A router that has just been started may not have gone on yet where its predecessor stopped.
    var isSettled: Bool { self.outcome != "under_way" && self.outcome != "broken" }

    /// Whether this node has given the addresses up, or had none.
    var isAway: Bool { ["taken", "nobody", "released", "stood_aside"].contains(self.outcome) }

    /// Whether all is as it was ordered, and the addresses are held by a node that this one knows of.
    var isWell: Bool { self.outcome == "taken" || self.outcome == "stood_aside" }

    func line(_ addresses: String) -> String {
        switch self.outcome {
        case "taken":
            let seconds = self.timeMs.map { " in \(($0 / 1000).short) s" } ?? ""
            return "\(self.instance): \(addresses) handed to \(self.successor ?? "another node")\(seconds)"
        case "nobody":
            return "\(self.instance): nobody took \(addresses) over: it is not held by any node this one knows of"
        case "kept": return "\(self.instance): nobody took \(addresses) over; it stays here"
        case "stayed": return "\(self.instance): is master; \(addresses) is here. See: baton why \(self.instance)"
        case "stood_aside": return "\(self.instance): stands aside"
        case "released":
            return "\(self.instance): \(addresses) is not here any more, and no other node is known to hold it"
        case "removed":
            return "\(self.instance): there is no such instance any more; a reload took it out of the configuration or "
                + "renamed it"
        case "under_way": return "\(self.instance): still hands \(addresses) over"
        default: return "\(self.instance): does not stand aside; see: baton why \(self.instance)"
        }
    }
}
