/// What one node of several tells.
package struct NodeJournal: Hashable, Sendable {
    package var node: String
    /// In the order of the file.
    package var records: [JournalRecord]

    package init(node: String, records: [JournalRecord]) {
        self.node = node
        self.records = records
    }
}
