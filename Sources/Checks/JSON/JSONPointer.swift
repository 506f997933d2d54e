/// A place in a JSON document (RFC 6901): empty, or `/name/0/…`.
public struct JSONPointer: Hashable, Sendable {
    private let tokens: [String]

    /// nil for a text that neither is empty nor begins with `/`, and for a `~` without 0 or 1 behind it.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            self.tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        for token in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let unescaped = Self.unescaped(token) else { return nil }
            tokens.append(unescaped)
        }
        self.tokens = tokens
    }

    /// What stands there; nil if nothing does.
    public func value(in document: JSONValue) -> JSONValue? {
        var value = document
        for token in self.tokens {
            switch value {
            case .object(let members):
                guard let member = members[token] else { return nil }
                value = member
            case .array(let elements):
                // No leading zeros, as the RFC has it.
                guard let index = Int(decimal: token), "\(index)" == token, index < elements.count else { return nil }
                value = elements[index]
            case .null, .boolean, .number, .string:
                return nil
            }
        }
        return value
    }

    private static func unescaped(_ token: Substring) -> String? {
        var text = ""
        var rest = token[...]
        while let character = rest.popFirst() {
            guard character == "~" else {
                text.append(character)
                continue
            }
            switch rest.popFirst() {
            case "0": text.append("~")
            case "1": text.append("/")
            default: return nil
            }
        }
        return text
    }
}
