/// One option of a plugin.
public struct OptionDescription: Hashable, Sendable {
    public var name: String
    public var type: OptionType
    /// A value as it may be written, where that of the type would mislead; nil = ``OptionType/example``.
    public var example: String?
    /// As it would be written; nil = none.
    public var defaultValue: String?
    public var documentation: String
    /// Whether it may stand several times; its values are ``CheckOptions/entries`` then, in the order they are written.
    public var repeats: Bool
    /// Whether its value must not be shown: not in logs, lists or outcomes.
    public var isSecret: Bool

    public init(
        name: String,
        type: OptionType,
        example: String? = nil,
        defaultValue: String? = nil,
        repeats: Bool = false,
        isSecret: Bool = false,
        documentation: String
    ) {
        self.name = name
        self.type = type
        self.example = example
        self.defaultValue = defaultValue
        self.documentation = documentation
        self.repeats = repeats
        self.isSecret = isSecret
    }

    /// A line that loads when it stands in a block of the plugin.
    public var sample: String { "\(self.name) \(self.defaultValue ?? self.example ?? self.type.example)" }
}
