/// One option of a plugin.
public struct OptionDescription: Hashable, Sendable {
    public var name: String
    public var type: OptionType
    /// As it would be written; nil = none.
    public var defaultValue: String?
    public var documentation: String

    public init(name: String, type: OptionType, defaultValue: String? = nil, documentation: String) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.documentation = documentation
    }
}
