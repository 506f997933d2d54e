/// What parsing a file of tests gave.
package struct CheckTestResult: Hashable, Sendable {
    /// In the order of definition, unique by name. Not to be used when a diagnostic is an error.
    package var tests: [CheckTest]
    package var diagnostics: [Diagnostic]

    package var hasErrors: Bool { self.diagnostics.contains { $0.severity == .error } }
}
