/// What came of an order, for programs.
struct HandoverAnswer: Codable {
    var schema: String
    var instances: [HandoverReport]
    /// Why it would not survive a restart of the agent; nil = it would.
    var failure: String?
}
