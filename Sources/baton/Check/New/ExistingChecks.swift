import Checker
import Checks
import Configuration

/// What a folder defines already, as far as it loads.
struct ExistingChecks {
    let checks: [CheckDefinition]

    init(in folder: String, loader: CheckLoader) {
        do throws(SourceError) {
            self.checks = loader.load(files: try loader.files(in: folder)).checks
        } catch {
            self.checks = []
        }
    }

    func named(_ name: String) -> CheckDefinition? {
        self.checks.first { $0.name == name }
    }

    /// A check that asks the same of the same.
    func asking(_ draft: DefinitionDraft) -> CheckDefinition? {
        self.checks.first { $0.kind == draft.kind && $0.options.arguments == draft.arguments }
    }
}
