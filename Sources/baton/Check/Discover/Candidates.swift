import Checker
import Checks

/// The checks one service is worth: a file of `checks.d`.
struct Candidates: Sendable {
    /// Of the service, and the file's name without its ending.
    var name: String
    var drafts: [DefinitionDraft]

    /// The file's text.
    var text: String {
        self.drafts.map { DefinitionPage($0).text }.joined(separator: "\n")
    }

    /// The same without the checks that are there already, by name or by what they ask.
    func without(_ existing: ExistingChecks) -> Candidates {
        Candidates(
            name: self.name,
            drafts: self.drafts.filter { existing.named($0.name) == nil && existing.asking($0) == nil }
        )
    }
}
