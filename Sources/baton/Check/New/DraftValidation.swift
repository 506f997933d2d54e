import Checker
import Checks
import Configuration

/// Whether the text of a draft loads as what was meant.
struct DraftValidation {
    /// Of the loader, rendered; empty = it loads.
    let problems: [String]

    /// - Parameter path: What the text would be read as.
    init(_ text: String, of draft: DefinitionDraft, as path: String, with loader: CheckLoader) {
        let result = loader.load(text: text, as: path)
        var problems = result.diagnostics.filter { $0.severity >= .warning }.map { $0.rendered() }
        if problems.isEmpty {
            // Characters of the grammar's own, such as $, may be read as something else than they are.
            let isMeant = result.checks.contains { check in
                check.name == draft.name && check.kind == draft.kind && check.options.arguments == draft.arguments
            }
            if !isMeant {
                problems.append(
                    "\(path): the block would be read as another one; "
                        + "write it by hand, and see Documentation/Configuration.md for $, @ and ~"
                )
            }
        }
        self.problems = problems
    }
}
