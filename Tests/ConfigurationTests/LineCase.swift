import Testing

/// One line of a block of routes or rules, and what it comes to, seen in one value.
struct LineCase<Item>: Sendable, CustomTestStringConvertible {
    let line: String
    let value: @Sendable (Item) -> String
    let expected: String

    init(_ line: String, _ expected: String, _ value: @escaping @Sendable (Item) -> String) {
        self.line = line
        self.value = value
        self.expected = expected
    }

    var testDescription: String { "\(self.line) → \(self.expected)" }
}
