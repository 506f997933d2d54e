/// `all_of CHECK CHECK…`
public enum AllOfPlugin {
    public static let kind = "all_of"

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "All of these checks are up.",
        argument: PluginDescription.Argument(
            name: "CHECK CHECK…",
            documentation: """
                Names of other checks. Their health after rise and fall counts, and a change of it is answered at \
                once, not at the next poll. One that is down decides; otherwise one of which nothing is known leaves \
                the whole unknown. Members that no instance tracks count here and nowhere else.
                """,
            takesMore: true
        ),
        examples: [
            """
            check site {
                all_of nginx app database
                interval 5
                weight   0
            }
            """
        ],
        reasons: CompositePlugin.reasons,
        measurements: CompositePlugin.measurements,
        watches: true
    )
}
