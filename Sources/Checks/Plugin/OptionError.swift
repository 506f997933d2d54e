/// Why the words of an option are no value of its type: what was expected, what was found, and an example.
public struct OptionError: Error, Hashable, Sendable {
    public var message: String

    public init(_ message: String) {
        self.message = message
    }

    init(expected: String, found: String, example: String) {
        self.init("expected \(expected), found \(found); for example: \(example)")
    }
}

extension OptionError: CustomStringConvertible {
    public var description: String { self.message }
}
