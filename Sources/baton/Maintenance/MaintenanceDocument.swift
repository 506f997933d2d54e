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
    /// Why it would not survive a restart of the agent; nil = it would.
    var failure: String?
}
