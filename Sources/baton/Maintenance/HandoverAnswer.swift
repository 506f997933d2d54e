/// What came of an order, for programs.
struct HandoverAnswer: Codable {
    var schema: String
    var instances: [HandoverReport]
}
