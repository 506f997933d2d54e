import Checks

/// The checks a command may choose from, in the order of definition.
struct LoadedChecks {
    var checks: [CheckDefinition]
    /// Whether a folder or configuration was searched, so that an unknown name is a wrong name.
    var isComplete: Bool

    func named(_ name: String) -> CheckDefinition? {
        self.checks.first { $0.name == name }
    }

    /// For messages: the names there are.
    var names: String {
        self.checks.isEmpty ? "none" : self.checks.map(\.name).sorted().joined(separator: ", ")
    }
}
