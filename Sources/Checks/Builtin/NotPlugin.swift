/// `not CHECK`
public enum NotPlugin {
    public static let kind = "not"

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "Another check is down.",
        argument: PluginDescription.Argument(
            name: "CHECK",
            documentation: """
                Name of another check. While it is down this one passes, while it is up this one fails, and where \
                nothing is known of it, nothing is known of this one.
                """
        ),
        examples: [
            """
            check not_in_backup {
                not backup_runs
                interval 5
                weight   -20
            }
            """
        ],
        reasons: [.ok, .memberUp, .membersUnknown],
        measurements: CompositePlugin.measurements,
        watches: true
    )
}
