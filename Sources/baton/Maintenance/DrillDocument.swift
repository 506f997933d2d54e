/// The drill that is under way, or the last one, in the agent's answers.
struct DrillDocument: Codable {
    var instance: String
    var members: [String]
    var user: String?
    var uid: UInt32
    var reason: String
    var agoMs: Int64
    var returnAfterMs: Int64
    /// `offering`, `away`, `returning` or `ended`.
    var phase: String
    /// From priority 0 to the first advertisement of the successor, in microseconds.
    var handoverUs: Int64?
    var successor: String?
    var leftMs: Int64?
    /// Why it has ended, in a word and in words.
    var end: String?
    var text: String?
    /// From asking for the return to being master, in microseconds.
    var returnUs: Int64?

    /// One line of `baton status`.
    var line: String {
        let by = self.user.map { "\($0) (uid \(self.uid))" } ?? "uid \(self.uid)"
        let start = "drill of \(self.instance) by \(by), begun \(Age(self.agoMs)) ago"
        switch self.phase {
        case "away":
            return
                "\(start): \(self.successor ?? "another node") has the addresses for another \(Age(self.leftMs ?? 0)): \(self.reason)"
        case "ended": return "\(start), is over: \(self.text ?? self.end ?? "")"
        default: return "\(start): \(self.phase): \(self.reason)"
        }
    }
}
