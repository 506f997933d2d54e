import Checks
import Configuration

/// A comment that silences rules for one line, and says why: `# lint: ignore W17 reason: …`.
///
/// Behind other words it is about its own line; alone on a line it is about the next one that says anything.
struct Silence {
    let location: SourceLocation
    /// The line it is about; nil where none follows.
    let line: Int?
    let rules: [LintRule]
    /// Empty where none is given.
    let reason: String
    /// Words in place of rules that name none.
    let unknown: [String]
    /// Whether nothing stands before it in its comment; else it is not heard.
    let standsFirst: Bool

    /// Whether it silences its rules.
    var isComplete: Bool { self.standsFirst && self.unknown.isEmpty && !self.reason.isEmpty }

    /// Those of a file.
    static func all(in bytes: [UInt8], file: String) -> [Silence] {
        var silences: [Silence] = []
        // Those that wait for the line they are about.
        var waiting: [(comment: Body, column: Int, line: Int)] = []
        var isInsideCheck = false
        var depth = 0
        var number = 0
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            number += 1
            let line = Array(line)
            let words = line.split { $0 == 32 || $0 == 9 || $0 == 13 }
            let quoting = Quoting(firstWord: words.first ?? [], insideCheck: isInsideCheck)
            let end = quoting.endOfCode(in: line)
            let isBlank = line[..<end].allSatisfy { $0 == 32 || $0 == 9 || $0 == 13 }
            if !isBlank {
                for silence in waiting {
                    silences.append(
                        Silence(silence.comment, file: file, line: silence.line, column: silence.column, about: number)
                    )
                }
                waiting = []
                if depth == 0, words.first.map({ Array($0) == Array("check".utf8) }) ?? false { isInsideCheck = true }
                for byte in line[..<end] {
                    if byte == UInt8(ascii: "{") { depth += 1 }
                    if byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
                }
                if depth == 0 { isInsideCheck = false }
            }
            guard end < line.count else { continue }
            let comment = String(decoding: line[(end + 1)...], as: UTF8.self)
            guard let text = self.body(of: comment) else { continue }
            if isBlank {
                waiting.append((text, end + 1, number))
            } else {
                silences.append(Silence(text, file: file, line: number, column: end + 1, about: number))
            }
        }
        return silences
            + waiting.map { Silence($0.comment, file: file, line: $0.line, column: $0.column, about: nil) }
    }

    private struct Body {
        /// What stands behind `lint: ignore`.
        let text: String
        let standsFirst: Bool
    }

    /// nil in a comment that does not say `lint: ignore`, in letters of any case.
    private static func body(of comment: String) -> Body? {
        let characters = Array(comment)
        func end(of word: String, at start: Int) -> Int? {
            let end = start + word.count
            guard end <= characters.count, String(characters[start..<end]).lowercased() == word else { return nil }
            return end
        }
        func skipSpace(_ start: Int) -> Int {
            characters[start...].firstIndex { !$0.isWhitespace } ?? characters.count
        }
        for start in characters.indices where characters[start] == "l" || characters[start] == "L" {
            if start > 0, characters[start - 1].isLetter || characters[start - 1].isNumber { continue }
            guard let word = end(of: "lint", at: start), let colon = end(of: ":", at: skipSpace(word)),
                let behind = end(of: "ignore", at: skipSpace(colon)),
                behind == characters.count || !characters[behind].isLetter
            else { continue }
            return Body(
                text: String(characters[behind...]),
                standsFirst: characters[..<start].allSatisfy { $0.isWhitespace || $0 == "#" || $0 == "!" }
            )
        }
        return nil
    }

    private init(_ body: Body, file: String, line: Int, column: Int, about: Int?) {
        self.location = SourceLocation(file: file, line: line, column: column)
        self.line = about
        self.standsFirst = body.standsFirst
        let text = body.text
        let reason = text.firstRange(of: "reason:")
        let words = reason.map { text[$0.upperBound...].drop(while: \.isWhitespace) } ?? ""
        self.reason = words.lastIndex { !$0.isWhitespace }.map { String(words[...$0]) } ?? ""
        let names = text[..<(reason?.lowerBound ?? text.endIndex)]
            .split { $0.isWhitespace || $0 == "," || $0 == "#" || $0 == "!" }.map(String.init)
        self.rules = names.compactMap { LintRule(rawValue: $0.uppercased()) }
        self.unknown = names.filter { LintRule(rawValue: $0.uppercased()) == nil }
    }
}
