/// `at_least N CHECK CHECK…`
public enum AtLeastPlugin {
    public static let kind = "at_least"

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "At least so many of these checks are up.",
        argument: PluginDescription.Argument(
            name: "N CHECK CHECK…",
            documentation: """
                How many must be up, and the names of the checks, at least as many. Their health after rise and fall \
                counts, and a change of it is answered at once, not at the next poll. Members of which nothing is \
                known leave the whole unknown only where they decide: with 2 up and 1 unknown, at_least 2 passes.
                """,
            type: .integer(1...1000),
            takesMore: true
        ),
        examples: [
            """
            check backends {
                at_least 2 backend_a backend_b backend_c
                interval 5
                weight   -60
            }
            """
        ],
        reasons: CompositePlugin.reasons,
        measurements: CompositePlugin.measurements,
        watches: true
    )
}
