/// What parsing gave: a configuration unless there was an error, and everything worth saying, in file order.
package struct ConfigurationResult: Hashable, Sendable {
    /// nil exactly when a diagnostic is an error.
    package var configuration: AgentConfiguration?
    package var diagnostics: [Diagnostic]
    /// Where its values were written.
    package var origins: Origins
    /// What `global_defs` says, whether or not the rest is right; nil if the file cannot be read.
    package var globals: GlobalsResult?

    package init(
        configuration: AgentConfiguration?,
        diagnostics: [Diagnostic],
        origins: Origins = Origins(),
        globals: GlobalsResult? = nil
    ) {
        self.configuration = configuration
        self.diagnostics = diagnostics
        self.origins = origins
        self.globals = globals
    }
}
