package import Checks

/// What parsing files of checks alone gave.
package struct ChecksResult: Hashable, Sendable {
    /// In the order of definition, unique by name. Not to be used when a diagnostic is an error.
    package var checks: [CheckDefinition]
    package var diagnostics: [Diagnostic]

    package var hasErrors: Bool { self.diagnostics.contains { $0.severity == .error } }

    package init(checks: [CheckDefinition], diagnostics: [Diagnostic]) {
        self.checks = checks
        self.diagnostics = diagnostics
    }
}
