/// `push TTL`
public enum PushPlugin {
    public static let kind = "push"

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "Somebody else reports the outcome, and again before its time to live is over.",
        argument: PluginDescription.Argument(
            name: "TTL",
            documentation: """
                Seconds an outcome holds that was reported with `baton check push NAME pass`; the report may bring \
                its own. A report counts at once. When it is over and no other has come, the check fails at that \
                moment; before the first one nothing is known. Reports do not outlive the checker's process: where it is \
                started again, the health holds for TTL more, for the next report to come.
                """,
            type: .duration(0.1...31_536_000)
        ),
        examples: [
            """
            check nightly_backup {
                push 90000
                interval   60
                weight     -10
                on_unknown ignore
            }
            """
        ],
        reasons: [.ok, .pushed, .pushNone, .pushExpired],
        measurements: [
            MeasurementDescription(name: "age", unit: "s", documentation: "How long ago the outcome was reported.")
        ],
        watches: true
    )
}
