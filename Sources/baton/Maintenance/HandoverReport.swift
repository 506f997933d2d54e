/// What became of one instance, for the operator who has ordered it.
struct HandoverReport: Codable {
    var instance: String
    /// `taken`, `kept`, `nobody`, `broken`, or `stood_aside` of one that had no addresses.
    var outcome: String
    var addresses: [String]
    var successor: String?
    var timeMs: Double?

    /// - Parameters:
    ///   - before: The instance as it was when the order was given.
    ///   - now: As it is.
    init(_ before: InstanceDocument, _ now: InstanceDocument?) {
        self.instance = before.name
        self.addresses = before.addresses
        guard before.hasAddresses else {
            self.outcome = "stood_aside"
            return
        }
        let handover = now?.handover
        self.outcome = handover?.outcome ?? "broken"
        self.successor = handover?.successor
        self.timeMs = handover?.timeUs.map { Double($0) / 1000 }
    }

    var isSettled: Bool { self.outcome != "under_way" }

    /// Whether the address is held by nobody that this node knows of.
    var isUnheld: Bool { self.outcome == "nobody" }

    func line(_ addresses: String) -> String {
        switch self.outcome {
        case "taken":
            let seconds = self.timeMs.map { " in \(($0 / 1000).short) s" } ?? ""
            return "\(self.instance): \(addresses) handed to \(self.successor ?? "another node")\(seconds)"
        case "nobody":
            return "\(self.instance): nobody took \(addresses) over: it is not held by any node this one knows of"
        case "kept": return "\(self.instance): nobody took \(addresses) over; it stays here"
        case "stood_aside": return "\(self.instance): stands aside"
        case "under_way": return "\(self.instance): still hands \(addresses) over"
        default: return "\(self.instance): the handover of \(addresses) was cut short; see: baton why \(self.instance)"
        }
    }
}
