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

    /// An error at the value of `checker`.
    package func checkerError(_ message: String, fix: String? = nil) -> Diagnostic {
        let word = self.checker ?? .file("")
        return Diagnostic(
            .error,
            at: word.location,
            message,
            fix: fix,
            sourceLine: word.line.text,
            length: max(1, word.length),
            category: .reference
        )
    }
}
