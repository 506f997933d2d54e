import Checks

/// What parsing gave: a configuration unless there was an error, and everything worth saying, in file order.
package struct ConfigurationResult: Hashable, Sendable {
    /// nil exactly when a diagnostic is an error.
    package var configuration: AgentConfiguration?
    package var diagnostics: [Diagnostic]
    /// Where its values were written.
    package var origins: Origins
    /// What it names of the host, whether there is a configuration or not.
    package var needs: HostNeeds
    /// What `global_defs` says, whether or not the rest is right; nil if the file cannot be read.
    package var globals: GlobalsResult?

    package init(
        configuration: AgentConfiguration?,
        diagnostics: [Diagnostic],
        origins: Origins = Origins(),
        needs: HostNeeds = HostNeeds(),
        globals: GlobalsResult? = nil
    ) {
        self.configuration = configuration
        self.diagnostics = diagnostics
        self.origins = origins
        self.globals = globals
        self.needs = needs
    }

    /// Adds what was found on the host, in its places; an error leaves no configuration.
    package mutating func add(_ findings: [Diagnostic]) {
        guard !findings.isEmpty else { return }
        if findings.contains(where: { $0.severity == .error }) { self.configuration = nil }
        // How many are not shown stands last.
        let last = self.diagnostics.count > DiagnosticLog.limit ? self.diagnostics.popLast() : nil
        var files: [String: Int] = [:]
        for file in (self.diagnostics + findings).map(\.location.file) where files[file] == nil {
            files[file] = files.count
        }
        self.diagnostics = (self.diagnostics + findings).enumerated().sorted { left, right in
            let (first, second) = (left.element.location, right.element.location)
            return (files[first.file] ?? 0, first.line, first.column, left.offset)
                < (files[second.file] ?? 0, second.line, second.column, right.offset)
        }.map(\.element)
        if let last { self.diagnostics.append(last) }
    }
}
