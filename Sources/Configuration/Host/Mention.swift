package import Checks

/// A name of something outside the configuration, and where it is written.
package struct Mention: Hashable, Sendable {
    package let name: String
    /// What names it, as a message begins: `vrrp_instance VI_1`.
    package let owner: String
    /// Without its line where that must not be shown.
    let word: Word

    package var location: SourceLocation { self.word.location }

    /// A diagnostic at the name.
    package func diagnostic(
        _ severity: Diagnostic.Severity,
        _ message: String,
        fix: String? = nil,
        category: Diagnostic.Category = .reference
    ) -> Diagnostic {
        Diagnostic(severity, self.word, message, fix: fix, category: category)
    }

    func concealed() -> Mention {
        let line = SourceLine(file: self.word.line.file, number: self.word.line.number, bytes: [])
        let word = Word(text: self.word.text, column: self.word.column, length: 1, line: line)
        return Mention(name: self.name, owner: self.owner, word: word)
    }
}
