import Checks

/// Turns files into logical lines: comments cut, `include` followed, `@` conditions decided, `$` definitions taken
/// and replaced, `~SEQ` and `~LST` unrolled.
///
/// keepalived's order is kept: comment, condition, definition, replacement, include; a line that a replacement brings
/// goes the same way again. A `#` that a definition brings in is not a comment.
struct LineFeeder {
    var files: [OpenFile] = []
    /// Lines that a replacement produced and that were not handed out yet, last first.
    private var pending: [LogicalLine] = []
    var substitution: Substitution
    private let configurationID: String
    var filesRead = 1
    /// It was said that files include one another too deep.
    var saidLimit = false
    /// Whether the next line stands in no block.
    var isAtRoot = true
    /// Where files are included at the root, by their normalised paths.
    var includedAt: [String: SourceLocation] = [:]
    /// What is demanded of every include line, whatever its spelling.
    var includeChecks: IncludeChecks

    /// Reading the first file may fail; an included one that cannot be read is a diagnostic.
    init(path: String, reader: inout some SourceReader) throws(SourceError) {
        let facts = reader.facts
        self.substitution = Substitution(facts: facts)
        self.configurationID = facts.effectiveID
        self.includeChecks = facts.checksIncludes ? .all : []
        self.files = [OpenFile(path: path, bytes: try reader.read(path), ancestors: [])]
    }

    /// The next line with words on it; nil at the end of everything.
    mutating func next(
        insideCheck: Bool,
        reader: inout some SourceReader,
        log: inout DiagnosticLog
    ) -> LogicalLine? {
        while true {
            var line: LogicalLine
            let isOfFile = self.pending.isEmpty
            if let waiting = self.pending.popLast() {
                line = waiting
                // A variable keeps its last value, as in keepalived.
                for (name, value) in line.variables {
                    self.substitution.define(name, lines: [Array(value.utf8)])
                }
                // Only now is it known which block the line falls into.
                let firstWord = line.bytes.drop(while: ASCII.isBlank).prefix { !ASCII.isBlank($0) }
                line.quoting = Quoting(firstWord: firstWord, insideCheck: insideCheck)
            } else {
                guard !self.files.isEmpty else { return nil }
                guard let source = self.files[self.files.count - 1].nextLine() else {
                    self.close(self.files.removeLast())
                    continue
                }
                guard let code = self.code(of: source, insideCheck: insideCheck, log: &log) else { continue }
                if Self.isPlain(code.bytes) { return code }
                line = code
            }
            guard self.decide(condition: &line) else { continue }
            if self.define(line, continues: isOfFile) { continue }
            guard var ready = self.replaced(line, log: &log), self.decide(condition: &ready) else { continue }
            if !self.follow(include: ready, reader: &reader, log: &log) { return ready }
        }
    }

    /// Whether the line has nothing of what is decided, defined, replaced, repeated or included: most lines.
    private static func isPlain(_ code: [UInt8]) -> Bool {
        !code.contains { $0 == ASCII.at || $0 == ASCII.dollar || $0 == ASCII.tilde }
            && !code.drop(while: ASCII.isBlank).starts(with: "include".utf8)
    }

    private mutating func close(_ file: OpenFile) {
        self.pending = file.following
        self.includeChecks = file.includeChecks ?? self.includeChecks
    }

    /// Keeps the lines that wait until everything that `opened` files hold has been read.
    mutating func postponePending(until opened: Int) {
        guard opened > 0 else { return }
        self.files[self.files.count - opened].following = self.pending
        self.pending = []
    }

    /// The line without its comment; nil when nothing is left.
    private func code(of source: SourceLine, insideCheck: Bool, log: inout DiagnosticLog) -> LogicalLine? {
        guard !source.bytes.contains(0) else {
            log.warning(
                Word(
                    text: "",
                    column: 1,
                    length: 1,
                    line: SourceLine(file: source.file, number: source.number, bytes: [])
                ),
                "this line holds a NUL byte and is ignored",
                category: .syntax
            )
            return nil
        }
        let code = source.bytes.drop(while: ASCII.isBlank)
        guard !code.isEmpty else { return nil }
        let firstWord = Self.behindCondition(code).prefix { !ASCII.isBlank($0) && $0 != ASCII.openBrace }
        let quoting = Quoting(firstWord: firstWord, insideCheck: insideCheck)
        var end = quoting.endOfCode(in: source.bytes)
        while end > 0, ASCII.isBlank(source.bytes[end - 1]) {
            end -= 1
        }
        guard end > 0 else { return nil }
        let bytes = end == source.bytes.count ? source.bytes : Array(source.bytes[..<end])
        return LogicalLine(source: source, bytes: bytes, columns: nil, quoting: quoting)
    }

    /// The line without `@ID`, which says nothing of how the rest is quoted.
    private static func behindCondition(_ code: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard code.first == ASCII.at else { return code }
        return code.drop { !ASCII.isBlank($0) }.drop(while: ASCII.isBlank)
    }

    /// `@ID` keeps the rest of the line for one configuration id, `@^ID` for all others.
    ///
    /// - Returns: false when the line is not meant for this configuration.
    private func decide(condition line: inout LogicalLine) -> Bool {
        guard let start = line.bytes.firstIndex(where: { !ASCII.isBlank($0) }), line.bytes[start] == ASCII.at else {
            return true
        }
        var position = start + 1
        let isNegated = position < line.bytes.count && line.bytes[position] == UInt8(ascii: "^")
        if isNegated { position += 1 }
        let end = line.bytes[position...].firstIndex(where: ASCII.isBlank) ?? line.bytes.count
        let isNamed = line.bytes[position..<end].elementsEqual(self.configurationID.utf8)
        // Blanks keep every column of the rest as it is in the file.
        for index in start..<end {
            line.bytes[index] = ASCII.space
        }
        return isNamed != isNegated && line.bytes.contains { !ASCII.isBlank($0) }
    }

    /// Takes a `$NAME=value` line and the lines its value goes on over.
    ///
    /// - Parameter continues: Whether the value may go on over the next lines of the file.
    private mutating func define(_ line: LogicalLine, continues: Bool) -> Bool {
        guard let (name, value) = Substitution.definition(in: line.bytes) else { return false }
        var lines: [[UInt8]] = []
        var rest = value
        while continues, rest.last == ASCII.backslash {
            lines.append(rest.dropLast().trimmed)
            guard let source = self.files[self.files.count - 1].nextLine() else {
                rest = []
                break
            }
            rest = source.bytes[..<Quoting.ordinary.endOfCode(in: source.bytes)].trimmed
        }
        if !rest.isEmpty || lines.isEmpty { lines.append(rest) }
        self.substitution.define(name, lines: lines, source: line.source)
        return true
    }

    /// The line with every `$` replaced; what follows from it beyond one line waits in `pending`.
    private mutating func replaced(_ line: LogicalLine, log: inout DiagnosticLog) -> LogicalLine? {
        guard line.bytes.contains(where: { $0 == ASCII.dollar || $0 == ASCII.tilde }) else {
            return line.bytes.contains { !ASCII.isBlank($0) } ? line : nil
        }
        let directory = SourcePath.directory(of: line.source.file)
        if let lines = self.unrolled(line, directory: directory, log: &log) {
            self.pending += lines.reversed()
            return nil
        }
        guard line.bytes.contains(ASCII.dollar) else { return line }
        let (first, rest) = self.substitution.replace(in: line, directory: directory, log: &log)
        self.pending += rest.reversed()
        return first.bytes.contains { !ASCII.isBlank($0) } ? first : nil
    }
}
