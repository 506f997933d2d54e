/// What parsing gave: a configuration unless there was an error, and everything worth saying, in file order.
package struct ConfigurationResult: Hashable, Sendable {
    /// nil exactly when a diagnostic is an error.
    package var configuration: AgentConfiguration?
    package var diagnostics: [Diagnostic]

    package init(configuration: AgentConfiguration?, diagnostics: [Diagnostic]) {
        self.configuration = configuration
        self.diagnostics = diagnostics
    }
}
