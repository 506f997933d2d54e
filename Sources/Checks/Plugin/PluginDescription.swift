/// What a plugin says of itself. Validation, `baton plugin describe` and the documentation come from it.
public struct PluginDescription: Hashable, Sendable {
    /// The word that stands in a `check` block: `process`, `http`, `tcp`…
    public var kind: String
    /// One sentence.
    public var summary: String
    /// What follows the kind on its line.
    public var argument: Argument
    public var options: [OptionDescription]
    /// Options one of which must be given; empty = none.
    public var needsOneOf: [String]
    /// Which options exclude one another.
    public var conflicts: [OptionConflict]
    /// Complete `check` blocks as they may stand in a `checks.d` file.
    public var examples: [String]
    /// The reasons its outcomes may have, besides those every check may have.
    public var reasons: [ReasonCode]
    /// What it measures.
    public var measurements: [MeasurementDescription]
    /// Whether it notices changes between its polls.
    public var watches: Bool

    public init(
        kind: String,
        summary: String,
        argument: Argument,
        options: [OptionDescription] = [],
        needsOneOf: [String] = [],
        conflicts: [OptionConflict] = [],
        examples: [String] = [],
        reasons: [ReasonCode] = [],
        measurements: [MeasurementDescription] = [],
        watches: Bool = false
    ) {
        self.kind = kind
        self.summary = summary
        self.argument = argument
        self.options = options
        self.needsOneOf = needsOneOf
        self.conflicts = conflicts
        self.examples = examples
        self.reasons = reasons
        self.measurements = measurements
        self.watches = watches
    }

    public struct Argument: Hashable, Sendable {
        /// As in the documentation: `URL`, `HOST:PORT`.
        public var name: String
        public var documentation: String
        public var type: OptionType
        /// Whether more than one word may follow (`exec PATH ARGS…`).
        public var takesMore: Bool
        /// Options one of which must be given where the argument is left out; empty = the argument is needed.
        public var alternatives: [String]

        public init(
            name: String,
            documentation: String,
            type: OptionType = .string,
            takesMore: Bool = false,
            alternatives: [String] = []
        ) {
            self.name = name
            self.documentation = documentation
            self.type = type
            self.takesMore = takesMore
            self.alternatives = alternatives
        }
    }
}
