/// `any_of CHECK CHECK…`
public enum AnyOfPlugin {
    public static let kind = "any_of"

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "At least one of these checks is up.",
        argument: PluginDescription.Argument(
            name: "CHECK CHECK…",
            documentation: """
                Names of other checks. Their health after rise and fall counts, and a change of it is answered at \
                once, not at the next poll. One that is up decides; otherwise one of which nothing is known leaves \
                the whole unknown.
                """,
            takesMore: true
        ),
        examples: [
            """
            check uplink {
                any_of gateway_a gateway_b
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
