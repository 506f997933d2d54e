/// What is in maintenance, in the agent's answers.
struct MaintenanceDocument: Codable {
    struct Entry: Codable {
        /// `maintenance` or `drained`.
        var kind: String
        /// nil = the whole node.
        var instance: String?
        var reason: String
        var user: String?
        var uid: UInt32
        var since: String
        var until: String?
        var leftMs: Int64?
        /// All of it in words.
        var text: String
    }

    var entries: [Entry]

    /// Of the node as a whole.
    var whole: Entry? { self.entries.first { $0.instance == nil } }
    /// Why it would not survive a restart of the agent; nil = it would.
    var failure: String?
    /// Whether it is known yet if it would; an older agent does not say.
    var kept: Bool?

    /// Nothing is in maintenance, nor would be after a restart.
    var isQuiet: Bool { self.entries.isEmpty && self.failure == nil }
}
