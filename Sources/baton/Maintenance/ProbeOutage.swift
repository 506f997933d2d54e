/// The longest time without a connection, as a client on this host sees it.
struct ProbeOutage: Codable, Hashable {
    var target: String
    var connections: Int
    var failures: Int
    /// nil = there was no connection.
    var thereMs: Double?
    /// nil = it did not come back, or there was no connection.
    var backMs: Double?

    var lines: [String] {
        guard self.connections > 0 else { return ["\(self.target): no connection succeeded, of \(self.failures)"] }
        let there = self.thereMs.map { ["longest time without a connection on the way there: \($0.short) ms"] } ?? []
        let back = self.backMs.map { ["longest time without a connection on the way back: \($0.short) ms"] } ?? []
        return (there + back + ["\(self.connections) connections succeeded, \(self.failures) failed"]).map {
            "\(self.target): \($0)"
        }
    }
}
