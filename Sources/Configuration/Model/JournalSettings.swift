/// `journal`, `journal_size`: where changes are kept on the disk.
package struct JournalSettings: Hashable, Sendable {
    /// nil = nowhere. Rotated files stand beside it, with a number behind the name.
    package var path: String?
    /// MiB of one file before the next one is begun, 1…1024.
    package var size = 8

    package static let defaultPath = "/var/lib/baton/journal.jsonl"
    /// Files, the one that is written among them; the oldest goes when another is begun.
    package static let fileCount = 5

    package init(path: String? = JournalSettings.defaultPath) {
        self.path = path
    }
}
