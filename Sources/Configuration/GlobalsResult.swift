import Checks

/// What `global_defs` says, read alone: before it is known which plugins there are, for the file may say that.
package struct GlobalsResult: Hashable, Sendable {
    package var global: GlobalConfiguration
    /// Where the value of `checker` stands; nil without one.
    private let checker: Word?

    init(global: GlobalConfiguration, checker: Word?) {
        self.global = global
        self.checker = checker
    }

    /// A diagnostic at the value of `checker`.
    package func checkerDiagnostic(
        _ severity: Diagnostic.Severity,
        _ message: String,
        fix: String? = nil,
        category: Diagnostic.Category = .reference
    ) -> Diagnostic {
        Diagnostic(severity, self.checker ?? .file(""), message, fix: fix, category: category)
    }
}
