/// The argument and the options of one check, validated against its plugin's description.
public struct CheckOptions: Hashable, Sendable {
    /// The words after the kind; empty only where the argument may be left out.
    public var arguments: [String]
    /// The first argument as its type; an empty string where it was left out.
    public var argument: OptionValue
    /// The options that stand once, by name.
    public var values: [String: OptionValue]
    /// The options that may stand several times, in the order they are written, whatever their names.
    public var entries: [Entry]

    public struct Entry: Hashable, Sendable {
        public var name: String
        public var value: OptionValue

        public init(name: String, value: OptionValue) {
            self.name = name
            self.value = value
        }
    }

    public init(
        arguments: [String],
        argument: OptionValue,
        values: [String: OptionValue] = [:],
        entries: [Entry] = []
    ) {
        self.arguments = arguments
        self.argument = argument
        self.values = values
        self.entries = entries
    }

    public subscript(_ name: String) -> OptionValue? { self.values[name] }

    /// All values of an option that may stand several times.
    public func all(_ name: String) -> [OptionValue] {
        self.entries.filter { $0.name == name }.map(\.value)
    }

    public func strings(_ name: String) -> [String]? {
        if case .strings(let value)? = self.values[name] { value } else { nil }
    }

    public func bytes(_ name: String) -> [UInt8]? {
        if case .bytes(let value)? = self.values[name] { value } else { nil }
    }

    public func string(_ name: String) -> String? {
        if case .string(let value)? = self.values[name] { value } else { nil }
    }

    public func integer(_ name: String) -> Int? {
        if case .integer(let value)? = self.values[name] { value } else { nil }
    }

    public func duration(_ name: String) -> Duration? {
        if case .duration(let value)? = self.values[name] { value } else { nil }
    }

    public func boolean(_ name: String) -> Bool? {
        if case .boolean(let value)? = self.values[name] { value } else { nil }
    }

    public func integerRanges(_ name: String) -> [ClosedRange<Int>]? {
        if case .integerRanges(let value)? = self.values[name] { value } else { nil }
    }
}
