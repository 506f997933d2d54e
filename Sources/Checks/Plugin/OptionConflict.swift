/// Two options of a plugin that exclude one another.
public struct OptionConflict: Hashable, Sendable {
    /// The option that is wrong where the other one has ``value``.
    public var option: String
    public var other: String
    /// Of ``other``, as it is written.
    public var value: String
    public var reason: String
    /// What to write instead.
    public var fix: String

    public init(option: String, other: String, value: String, reason: String, fix: String) {
        self.option = option
        self.other = other
        self.value = value
        self.reason = reason
        self.fix = fix
    }

    /// Whether the options hold both.
    public func applies(to options: CheckOptions) -> Bool {
        options[self.option] != nil && options.string(self.other) == self.value
    }
}
