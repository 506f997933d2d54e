/// The argument and the options of one check, validated against its plugin's description.
public struct CheckOptions: Hashable, Sendable {
    /// The words after the kind; never empty.
    public var arguments: [String]
    /// The first argument as its type, for types other than strings.
    public var argument: OptionValue
    public var values: [String: OptionValue]

    public init(arguments: [String], argument: OptionValue, values: [String: OptionValue] = [:]) {
        self.arguments = arguments
        self.argument = argument
        self.values = values
    }

    public subscript(_ name: String) -> OptionValue? { self.values[name] }

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
