/// One option of a plugin.
public struct OptionDescription: Hashable, Sendable {
    public var name: String
    public var type: OptionType
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
        defaultValue: String? = nil,
        repeats: Bool = false,
        isSecret: Bool = false,
        documentation: String
    ) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.documentation = documentation
        self.repeats = repeats
        self.isSecret = isSecret
    }
}
