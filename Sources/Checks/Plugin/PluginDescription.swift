/// What a plugin says of itself. Validation, `baton plugin describe` and the documentation come from it.
public struct PluginDescription: Hashable, Sendable {
    /// The word that stands in a `check` block: `process`, `http`, `tcp`…
    public var kind: String
    /// One sentence.
    public var summary: String
    /// What follows the kind on its line.
    public var argument: Argument
    public var options: [OptionDescription]
    /// Which options exclude one another.
    public var conflicts: [OptionConflict]
    /// Complete `check` blocks as they may stand in a `checks.d` file.
    public var examples: [String]

    public init(
        kind: String,
        summary: String,
        argument: Argument,
        options: [OptionDescription] = [],
        conflicts: [OptionConflict] = [],
        examples: [String] = []
    ) {
        self.kind = kind
        self.summary = summary
        self.argument = argument
        self.options = options
        self.conflicts = conflicts
        self.examples = examples
    }

    public struct Argument: Hashable, Sendable {
        /// As in the documentation: `URL`, `HOST:PORT`.
        public var name: String
        public var documentation: String
        public var type: OptionType
        /// Whether more than one word may follow (`exec PATH ARGS…`).
        public var takesMore: Bool

        public init(name: String, documentation: String, type: OptionType = .string, takesMore: Bool = false) {
            self.name = name
            self.documentation = documentation
            self.type = type
            self.takesMore = takesMore
        }
    }
}
