/// The last handover of an instance, in the agent's answers.
struct HandoverDocument: Decodable {
    var agoMs: Int64
    /// By the agent's clock; an older agent does not say.
    var beganUs: Int64?
    /// `under_way`, `taken`, `kept`, `nobody` or `broken`.
    var outcome: String
    var successor: String?
    /// From priority 0 to the first advertisement of the successor, in microseconds.
    var timeUs: Int64?
}
