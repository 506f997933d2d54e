import Checks

/// The lines whose words must reach no terminal and no log: those that set, or are meant to set, a VRRP password.
struct SecretLines: Sendable {
    private struct Line: Hashable {
        let file: String
        let number: Int
    }

    private var lines: Set<Line> = []

    /// Whether a block of this name holds secrets, rightly spelt or not.
    static func isSecret(block name: String) -> Bool {
        name.lowercased().hasPrefix("auth")
    }

    mutating func insert(_ line: SourceLine) {
        self.lines.insert(Line(file: line.file, number: line.number))
    }

    func contains(_ line: SourceLine) -> Bool {
        self.lines.contains(Line(file: line.file, number: line.number)) || Self.namesPassword(line)
    }

    /// A line that names a password is secret wherever it stands.
    static func namesPassword(_ line: SourceLine) -> Bool {
        let word = Array("auth_p".utf8)
        guard line.bytes.count >= word.count else { return false }
        return line.bytes.indices.dropLast(word.count - 1).contains { start in
            word.indices.allSatisfy { index in
                let byte = line.bytes[start + index]
                return byte == word[index] || (word[index] != UInt8(ascii: "_") && byte | 0x20 == word[index])
            }
        }
    }

    /// The same without the line and without the words it quotes, where the line is secret.
    func redacted(_ diagnostic: Diagnostic) -> Diagnostic {
        let location = diagnostic.location
        guard
            self.lines.contains(Line(file: location.file, number: location.line))
        else { return diagnostic }
        var redacted = diagnostic
        redacted.excerpt = nil
        redacted.message = Self.withoutQuotedWords(diagnostic.message)
        return redacted
    }

    /// One ellipsis from the first quote to the last, for a secret may hold quotes of its own; our own words stay.
    private static func withoutQuotedWords(_ message: String) -> String {
        var text = message
        for word in Self.keywords {
            text = text.replacing("'\(word)'", with: word)
        }
        guard let first = text.firstIndex(of: "'"), let last = text.lastIndex(of: "'"), first < last else {
            return text
        }
        return text[..<first] + "'…'" + text[text.index(after: last)...]
    }

    private static let keywords =
        AuthenticationKeyword.allCases.map(\.rawValue) + MessageAuthenticationKeyword.allCases.map(\.rawValue)
        + ["authentication", "auth_hmac"]
}
