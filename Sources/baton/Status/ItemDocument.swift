/// A route, rule or static address in the agent's answers.
struct ItemDocument: Decodable {
    var kind: String
    /// As the configuration has it.
    var text: String
    var isSet: Bool
    /// Why it is missing; nil while it is set, and where nothing is to be set.
    var reason: String?

    /// `route 10.0.0.0/8 via 192.0.2.1: set`
    var line: String {
        "\(self.kind) \(self.text): \(self.isSet ? "set" : self.reason.map { "missing, \($0)" } ?? "not set")"
    }

    var isMissing: Bool { self.reason != nil }
}
