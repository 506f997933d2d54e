import Checks

/// The `$` definitions and what replaces them.
struct Substitution: Sendable {
    private var definitions: [String: Definition] = [:]
    private let facts: SourceBundle.Facts
    private var random: RandomSequence
    /// Bytes that replacements may still produce: definitions that double one another must not fill the memory.
    var budget = 4 << 20

    private struct Definition {
        let lines: [[UInt8]]
        /// Where the first of them stands; nil for a variable of a repetition.
        let place: SourceLocation?
    }

    /// How deep definitions may use one another.
    static let depthLimit = 16
    /// How long a line may grow.
    static let lineLimit = 64 << 10
    /// What a line costs of the budget beside its bytes.
    static let lineCost = 512

    init(facts: SourceBundle.Facts) {
        self.facts = facts
        self.random = RandomSequence(seed: facts.randomSeed)
    }

    mutating func seed(_ seed: UInt64) {
        self.random = RandomSequence(seed: seed)
    }

    /// - Parameter source: The line it begins on; its next ones follow there.
    mutating func define(_ name: String, lines: [[UInt8]], source: SourceLine? = nil) {
        let place = source.map { $0.definition ?? SourceLocation(file: $0.file, line: $0.number, column: 1) }
        self.definitions[name] = Definition(lines: lines, place: place)
    }

    /// The name and the value of a `$NAME=value` line.
    static func definition(in bytes: [UInt8]) -> (name: String, value: [UInt8])? {
        guard bytes.first(where: { !ASCII.isBlank($0) }) == ASCII.dollar else { return nil }
        let code = bytes.trimmed
        guard code.first == ASCII.dollar, let equals = code.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = code[1..<equals]
        guard let first = name.first, ASCII.startsName(first), name.allSatisfy(ASCII.continuesName) else { return nil }
        return (String(decoding: name, as: UTF8.self), code[(equals + 1)...].trimmed)
    }

    /// Where a `${…}` that starts at `position` ends; nil if none does.
    static func endOfReference(in bytes: [UInt8], at position: Int) -> Int? {
        guard position + 2 < bytes.count, bytes[position + 1] == ASCII.openBrace,
            ASCII.startsName(bytes[position + 2])
        else { return nil }
        var end = position + 3
        while end < bytes.count, ASCII.continuesName(bytes[end]) || ASCII.isBlank(bytes[end]) {
            end += 1
        }
        return end < bytes.count && bytes[end] == ASCII.closeBrace ? end + 1 : nil
    }

    /// Replaces every definition and built-in of a line. A definition of several lines that stands last brings the
    /// rest of its lines along; elsewhere it stays as it is, as in keepalived.
    mutating func replace(
        in line: LogicalLine,
        directory: String,
        log: inout DiagnosticLog
    ) -> (first: LogicalLine, rest: [LogicalLine]) {
        var output = Output(line: line, directory: directory)
        self.append(line.bytes, column: nil, depth: 0, to: &output, log: &log)
        let first = LogicalLine(
            source: line.source,
            bytes: output.bytes,
            columns: output.columns,
            quoting: line.quoting
        )
        let rest = output.following.enumerated().map { index, bytes in
            var source = line.source
            if let place = output.followingPlace {
                source = SourceLine(
                    file: source.file,
                    number: source.number,
                    bytes: source.bytes,
                    definition: SourceLocation(file: place.file, line: place.line + index + 1, column: 1)
                )
            }
            return LogicalLine(
                source: source,
                bytes: bytes,
                columns: Array(repeating: output.followingColumn, count: bytes.count),
                quoting: line.quoting,
                depth: line.depth + 1,
                variables: line.variables
            )
        }
        return (first, rest)
    }

    private struct Output {
        let line: LogicalLine
        let directory: String
        var bytes: [UInt8] = []
        var columns: [Int] = []
        var following: [[UInt8]] = []
        var followingColumn = 1
        var followingPlace: SourceLocation?
        var isExhausted = false

        mutating func append(_ byte: UInt8, column: Int) {
            self.bytes.append(byte)
            self.columns.append(column)
        }
    }

    /// - Parameter column: Where everything comes from when `text` is a definition; nil for the line itself.
    private mutating func append(
        _ text: [UInt8],
        column: Int?,
        depth: Int,
        to output: inout Output,
        log: inout DiagnosticLog
    ) {
        var position = 0
        while position < text.count, !output.isExhausted {
            let origin = column ?? output.line.column(at: position)
            guard text[position] == ASCII.dollar, let reference = Reference(in: text, at: position) else {
                if text[position] == ASCII.dollar {
                    self.reportUnreplaced(text, at: position, origin: origin, output: output, log: &log)
                }
                let next = text[(position + 1)...].firstIndex(of: ASCII.dollar) ?? text.count
                for index in position..<next {
                    output.append(text[index], column: column ?? output.line.column(at: index))
                }
                self.charge(next - position, origin: origin, output: &output, log: &log)
                position = next
                continue
            }
            let start = output.bytes.count
            let isLast = column == nil && reference.end == text.count
            if let value = output.line.variables[reference.name] {
                for byte in value.utf8 {
                    output.append(byte, column: origin)
                }
                self.charge(value.utf8.count, origin: origin, output: &output, log: &log)
            } else if let definition = self.definitions[reference.name], case let lines = definition.lines,
                lines.count == 1 || isLast,
                depth + output.line.depth < Substitution.depthLimit
            {
                self.append(lines.first ?? [], column: origin, depth: depth + 1, to: &output, log: &log)
                if lines.count > 1 {
                    output.following = Array(lines.dropFirst())
                    output.followingColumn = origin
                    output.followingPlace = definition.place
                    self.budget -= lines.count * Substitution.lineCost
                }
            } else if let value = self.builtin(reference, directory: output.directory) {
                for byte in value.utf8 {
                    output.append(byte, column: origin)
                }
                self.charge(value.utf8.count, origin: origin, output: &output, log: &log)
            } else {
                self.reportUnknown(reference, origin: origin, depth: depth, output: output, log: &log)
                for index in position..<reference.end {
                    output.append(text[index], column: column ?? output.line.column(at: index))
                }
            }
            // A word that ends in what a reference stands for ends, in the file, where the reference does.
            if column == nil, output.bytes.count > start + 1 {
                output.columns[output.columns.count - 1] = output.line.column(at: reference.end - 1)
            }
            // A reference costs something even if it stands for nothing.
            self.charge(1, origin: origin, output: &output, log: &log)
            position = reference.end
        }
    }

    private mutating func charge(_ count: Int, origin: Int, output: inout Output, log: inout DiagnosticLog) {
        self.budget -= count
        let isTooLong = output.bytes.count > max(Substitution.lineLimit, output.line.bytes.count)
        guard self.budget < 0 || isTooLong, !output.isExhausted else { return }
        output.isExhausted = true
        log.error(
            self.word(origin: origin, output: output),
            "definitions grow beyond all measure here",
            fix: "look for a definition that uses another several times over",
            category: .syntax
        )
    }

    private func word(origin: Int, output: Output) -> Word {
        Word(
            text: "$",
            column: origin,
            length: 1,
            line: output.line.source
        )
    }

    /// keepalived replaces a bare name only before a blank, a comma, a parenthesis and the end of the line.
    private func reportUnreplaced(
        _ text: [UInt8],
        at position: Int,
        origin: Int,
        output: Output,
        log: inout DiagnosticLog
    ) {
        let name = text[(position + 1)...].prefix(while: ASCII.continuesName)
        guard name.endIndex < text.count else { return }
        let word = String(decoding: name, as: UTF8.self)
        guard self.definitions[word] != nil else { return }
        let next = String(decoding: text[name.endIndex...], as: UTF8.self).prefix(1)
        log.warning(
            self.word(origin: origin, output: output),
            "\(Word.quoted("$\(word)")) is not replaced here: '\(next)' stands behind it",
            fix: "write ${\(word)}",
            category: .reference
        )
    }

    /// What a built-in expects that is used in another way; nil for other names.
    private static func usage(ofBuiltin name: String) -> (message: String, fix: String)? {
        switch name {
        case "_RANDOM":
            (
                "${_RANDOM} expects at most two numbers from 0 to 32767, the smaller one first; the text stays as it is",
                "write it as ${_RANDOM 1 10}"
            )
        case "_ENV":
            ("${_ENV} expects the name of a variable; the text stays as it is", "write it as ${_ENV NAME}")
        default: nil
        }
    }

    private func reportUnknown(
        _ reference: Reference,
        origin: Int,
        depth: Int,
        output: Output,
        log: inout DiagnosticLog
    ) {
        // A bare $NAME may be meant for a shell; ${NAME} hardly ever is.
        guard reference.isBraced else { return }
        let word = self.word(origin: origin, output: output)
        if let usage = Self.usage(ofBuiltin: reference.name) {
            log.warning(word, usage.message, fix: usage.fix, category: .syntax)
        } else if self.definitions[reference.name] == nil {
            let nearest = log.nearest(reference.name, in: Array(self.definitions.keys))
            log.warning(
                word,
                "\(Word.quoted(reference.name)) is not defined, so the text stays as it is",
                fix: nearest.map { "did you mean ${\($0)}?" } ?? "define it above with $NAME=value",
                category: .reference
            )
        } else if depth + output.line.depth >= Substitution.depthLimit {
            log.error(
                word,
                "definitions use one another more than \(Substitution.depthLimit) deep",
                fix: "look for a definition that uses itself",
                category: .syntax
            )
        } else {
            log.warning(
                word,
                "a definition of several lines is replaced only at the end of a line",
                category: .syntax
            )
        }
    }

    /// The built-ins; nil for any other name.
    private mutating func builtin(_ reference: Reference, directory: String) -> String? {
        switch reference.name {
        case "_HASH": return "#"
        case "_BANG": return "!"
        case "_PWD": return directory.isEmpty ? "." : directory
        case "_INSTANCE": return self.facts.effectiveID
        case "_ENV": return reference.arguments.first.map { self.facts.environment[$0] ?? "" }
        case "_RANDOM": return self.randomNumber(reference.arguments)
        default: return nil
        }
    }

    /// `${_RANDOM [min [max]]}`, 0…32767 where nothing else is said.
    private mutating func randomNumber(_ arguments: [String]) -> String? {
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count == arguments.count, numbers.count <= 2 else { return nil }
        let minimum = numbers.first ?? 0
        let maximum = numbers.count == 2 ? numbers[1] : 32767
        guard (0...32767).contains(minimum), (minimum...32767).contains(maximum) else { return nil }
        return String(minimum + Int(self.random.next() % UInt64(maximum - minimum + 1)))
    }
}
