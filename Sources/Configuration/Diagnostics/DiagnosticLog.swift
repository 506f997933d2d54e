import Checks

/// Collects what parsing has to say.
struct DiagnosticLog: Sendable {
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var errorCount = 0
    private var suppressed = 0
    /// The features of others that were reported already, by file.
    private var reportedFeatures: [String: Set<ForeignFeature>] = [:]
    /// What was said already, to say it once.
    private var said: Set<Diagnostic> = []
    /// Lines that hold a password.
    private var secrets = SecretLines()
    /// Files in the order they were first spoken of.
    private var fileOrder: [String: Int] = [:]

    var hasErrors: Bool { self.errorCount > 0 }

    /// Says no more than this; a broken file must not bury its first error or exhaust memory.
    static let limit = 200

    /// Whether nothing more would be said but the first error.
    var isFull: Bool { self.diagnostics.count >= DiagnosticLog.limit }

    /// What was probably meant; nil where nobody would read it, for the search takes time.
    func nearest(_ word: String, in candidates: some Sequence<String>) -> String? {
        self.isFull ? nil : NearestWord.find(word, in: candidates)
    }

    /// Whether the line must not be shown.
    func conceals(_ line: SourceLine) -> Bool { self.secrets.contains(line) }

    /// Whatever is said of this line, before or after, will not show what stands in it.
    mutating func conceal(_ line: SourceLine) {
        self.secrets.insert(line)
    }

    mutating func error(
        _ word: Word,
        _ message: String,
        fix: String? = nil,
        category: Diagnostic.Category = .value,
        mistake: Diagnostic.Mistake? = nil
    ) {
        self.report(.error, word, message, fix: fix, category: category, mistake: mistake)
    }

    mutating func warning(
        _ word: Word,
        _ message: String,
        fix: String? = nil,
        category: Diagnostic.Category = .value,
        mistake: Diagnostic.Mistake? = nil
    ) {
        self.report(.warning, word, message, fix: fix, category: category, mistake: mistake)
    }

    mutating func notice(
        _ word: Word,
        _ message: String,
        fix: String? = nil,
        category: Diagnostic.Category = .value,
        mistake: Diagnostic.Mistake? = nil
    ) {
        self.report(.notice, word, message, fix: fix, category: category, mistake: mistake)
    }

    /// Says once in each file, for each feature that baton leaves to others.
    mutating func foreign(_ word: Word, _ feature: ForeignFeature) {
        guard self.reportedFeatures[word.location.file, default: []].insert(feature).inserted else { return }
        self.warning(
            word,
            "not supported: \(feature.rawValue); every block and keyword of it is skipped",
            category: .unsupported
        )
    }

    mutating func report(
        _ severity: Diagnostic.Severity,
        _ word: Word,
        _ message: String,
        fix: String?,
        category: Diagnostic.Category,
        mistake: Diagnostic.Mistake? = nil
    ) {
        if severity == .error { self.errorCount += 1 }
        // The first error is always kept: without it nobody would know why there is no configuration.
        let isFirstError = severity == .error && !self.diagnostics.contains { $0.severity == .error }
        guard !self.isFull || isFirstError else {
            self.suppressed += 1
            return
        }
        let place = word.line.definition.map { " (in the definition at \($0.file):\($0.line))" } ?? ""
        let diagnostic = Diagnostic(
            severity,
            word,
            message + place,
            fix: fix,
            category: category,
            mistake: mistake
        )
        // One line may be read several times: in a repetition, or in a file that is included twice.
        guard !self.said.contains(diagnostic) else { return }
        if SecretLines.namesPassword(word.line) { self.secrets.insert(word.line) }
        if self.fileOrder[word.location.file] == nil {
            self.fileOrder[word.location.file] = self.fileOrder.count
        }
        self.said.insert(diagnostic)
        self.diagnostics.append(diagnostic)
    }

    /// Everything in file order and without secrets, with a last line where something had to be left out.
    func finished() -> [Diagnostic] {
        var sorted = self.diagnostics.enumerated().sorted { left, right in
            let (first, second) = (left.element.location, right.element.location)
            if first.file != second.file {
                return (self.fileOrder[first.file] ?? 0) < (self.fileOrder[second.file] ?? 0)
            }
            return (first.line, first.column, left.offset) < (second.line, second.column, right.offset)
        }.map { self.secrets.redacted($0.element) }
        if self.suppressed > 0, let last = sorted.last {
            sorted.append(
                Diagnostic(
                    .warning,
                    at: SourceLocation(file: last.location.file, line: 0, column: 0),
                    "\(self.suppressed) more messages are not shown",
                    fix: "correct the ones above first"
                )
            )
        }
        return sorted
    }
}
