/// The kinds that judge other checks: `all_of`, `any_of`, `at_least`, `not`.
public enum CompositePlugin {
    public static let kinds = [AllOfPlugin.kind, AnyOfPlugin.kind, AtLeastPlugin.kind, NotPlugin.kind]

    /// The names of the checks a composite looks at, in the order they are written; nil for every other kind.
    ///
    /// Total over any options: what is missing in them is missing in the answer.
    public static func members(of options: CheckOptions, kind: String) -> [String]? {
        switch kind {
        case AllOfPlugin.kind, AnyOfPlugin.kind, NotPlugin.kind: options.arguments
        case AtLeastPlugin.kind: Array(options.arguments.dropFirst())
        default: nil
        }
    }

    static let reasons: [ReasonCode] = [.ok, .membersDown, .membersUnknown]

    static let measurements = [
        MeasurementDescription(name: "up", unit: "", documentation: "Members that are up."),
        MeasurementDescription(name: "down", unit: "", documentation: "Members that are down."),
        MeasurementDescription(name: "unknown", unit: "", documentation: "Members of which nothing is known."),
    ]
}
