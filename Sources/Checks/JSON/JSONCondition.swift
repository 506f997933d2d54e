/// A condition on a JSON document: `/status == ok`, `/queue/depth < 100`, `/leader exists`.
public struct JSONCondition: Sendable {
    public enum Operator: String, Hashable, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        /// A ``RegularExpression`` on the text of the value.
        case matches = "=~"
    }

    private enum Test: Sendable {
        case exists
        case absent
        case compare(Operator, JSONValue)
        case matches(RegularExpression)
    }

    private let pointer: JSONPointer
    private let test: Test
    private let words: [String]

    /// - Parameter words: `POINTER exists`, `POINTER absent` or `POINTER OPERATOR VALUE`. A value that reads as a JSON
    ///   number, `true`, `false` or `null` is one; everything else is a text.
    public init(_ words: [String]) throws(OptionError) {
        guard words.count >= 2, let pointer = JSONPointer(words[0]) else {
            throw OptionType.jsonCondition.mismatch(words)
        }
        self.pointer = pointer
        self.words = words
        switch (words[1], words.count) {
        case ("exists", 2): self.test = .exists
        case ("absent", 2): self.test = .absent
        default:
            guard words.count == 3, let comparison = Operator(rawValue: words[1]) else {
                throw OptionType.jsonCondition.mismatch(words)
            }
            switch comparison {
            case .matches:
                self.test = .matches(try RegularExpression(words[2]))
            case .equal, .notEqual:
                self.test = .compare(comparison, Self.literal(words[2]))
            case .less, .lessOrEqual, .greater, .greaterOrEqual:
                guard case .number = Self.literal(words[2]) else {
                    throw OptionError("expected a number behind \(words[1]), found '\(words[2])'")
                }
                self.test = .compare(comparison, Self.literal(words[2]))
            }
        }
    }

    /// As it is written.
    public var expectation: String { self.words.joined(separator: " ") }

    /// Whether the document meets the condition, and what stands at the place.
    public func evaluate(_ document: JSONValue) -> (holds: Bool, got: String) {
        let value = self.pointer.value(in: document)
        let got = value?.plain ?? "nothing there"
        switch self.test {
        case .exists: return (value != nil, got)
        case .absent: return (value == nil, got)
        case .matches(let regex): return (value.map { regex.matches($0.plain) } ?? false, got)
        case .compare(let comparison, let literal):
            return (value.map { Self.holds($0, comparison, literal) } ?? false, got)
        }
    }

    private static func literal(_ word: String) -> JSONValue {
        switch try? JSONValue(parsing: word.utf8) {
        case .number(let number): .number(number)
        case .boolean(let value): .boolean(value)
        case .null: .null
        case .string, .array, .object, nil: .string(word)
        }
    }

    private static func holds(_ value: JSONValue, _ comparison: Operator, _ literal: JSONValue) -> Bool {
        switch comparison {
        // A text that reads as the literal is as good: services are not consistent in what they quote.
        case .equal: value == literal || value.plain == literal.plain
        case .notEqual: value != literal && value.plain != literal.plain
        case .less: Self.numbers(value, literal) { $0 < $1 }
        case .lessOrEqual: Self.numbers(value, literal) { $0 <= $1 }
        case .greater: Self.numbers(value, literal) { $0 > $1 }
        case .greaterOrEqual: Self.numbers(value, literal) { $0 >= $1 }
        case .matches: false
        }
    }

    private static func numbers(
        _ value: JSONValue,
        _ literal: JSONValue,
        _ compare: (Double, Double) -> Bool
    ) -> Bool {
        guard let left = value.number ?? value.string.flatMap(Double.init), let right = literal.number else {
            return false
        }
        return compare(left, right)
    }
}
