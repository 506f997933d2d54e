/// A drill was asked to end, for programs: `drill-end/v1`.
struct DrillEndAnswer: Codable {
    var schema = "drill-end/v1"
    var instance: String
    /// All that take part.
    var members: [String]
}
