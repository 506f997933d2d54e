/// A POSIX extended regular expression, matched against bytes: what `grep -E` understands, line by line.
///
/// Own code, because those who choose the text are not those who wrote the expression: the C library's matcher took five
/// minutes for `(a{0,100}){0,100}c` on two long lines and 8 GB to compile a nest of counts, and cannot be interrupted. Here
/// the time of a match is at most proportional to the length of the text times the size of the program, the program has
/// a limit, and a cancelled task stops matching. Back-references, which would break that, are refused; so are `\d` and its
/// like, which POSIX would take for plain letters without a word. A pattern that begins with `(?i)` ignores the case of
/// ASCII letters.
public struct RegularExpression: Sendable {
    public let pattern: String
    private let program: RegexProgram

    /// Bytes of a pattern.
    public static let patternLimit = 1024

    /// - Throws: What is wrong with the pattern.
    public init(_ pattern: String) throws(OptionError) {
        guard pattern.utf8.count <= Self.patternLimit else {
            throw OptionError("expected a regular expression of at most \(Self.patternLimit) bytes")
        }
        self.pattern = pattern
        let ignoresCase = pattern.hasPrefix("(?i)")
        do throws(RegexError) {
            var parser = RegexParser(Array((ignoresCase ? pattern.dropFirst(4) : pattern[...]).utf8), ignoresCase)
            self.program = try RegexProgram(try parser.expression())
        } catch {
            let shown = OutcomeSanitizer.line(pattern, limit: 80)
            throw OptionError("'\(shown)' is no regular expression: \(error.message)")
        }
    }

    /// Whether the pattern matches somewhere in the bytes; false when the task was cancelled before that was known.
    public func matches(_ bytes: some Collection<UInt8>) -> Bool {
        self.program.matches(Array(bytes).span) ?? false
    }

    public func matches(_ text: String) -> Bool {
        self.matches(Array(text.utf8))
    }
}
