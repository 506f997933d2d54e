/// `exec PATH ARGS…`
public enum ExecPlugin {
    public static let kind = "exec"

    public enum Option {
        public static let `protocol` = "protocol"
        public static let exitMap = "exit_map"
        public static let expectOutput = "expect_output"
        public static let refuseOutput = "refuse_output"
        public static let warnOutput = "warn_output"
        public static let threshold = "threshold"
    }

    /// Values of ``Option/protocol``.
    public enum ExitProtocol: String, Hashable, Sendable, CaseIterable {
        /// 0 passes, everything else fails.
        case keepalived
        /// 0 passes, 1 warns, 2 fails, everything else is unknown.
        case nagios
        /// One JSON object says everything.
        case json
    }

    /// Of `exec` and `shell`.
    public static let options =
        [
            OptionDescription(
                name: Option.protocol,
                type: .choice(ExitProtocol.allCases.map(\.rawValue)),
                defaultValue: ExitProtocol.keepalived.rawValue,
                documentation: """
                    What the end of the program means. keepalived: exit code 0 passes, everything else fails. nagios: \
                    0 passes, 1 warns, 2 fails, everything else is unknown; the first line is the summary and the \
                    performance data behind a | is measured. json: exit code 0, and one JSON object on standard \
                    output with status and, as wanted, reason, summary, detail, metrics, score and children.
                    """
            ),
            OptionDescription(
                name: Option.exitMap,
                type: .exitMapping,
                example: #"4 warn"#,
                repeats: true,
                documentation: """
                    CODE STATUS: what an exit code means, pass, warn, fail or unknown, whatever the protocol says; it \
                    may stand several times. Without it 126 and 127 are unknown: by them shells and their like say \
                    that a command could not be run.
                    """
            ),
            OptionDescription(
                name: Option.expectOutput,
                type: .regularExpression,
                repeats: true,
                documentation: """
                    Must match a line of the standard output, of which the first 4 KiB are looked at; with protocol \
                    keepalived standard error counts as well. It may stand several times; all must match.
                    """
            ),
            OptionDescription(
                name: Option.refuseOutput,
                type: .regularExpression,
                repeats: true,
                documentation: "Must match no line of the output. It may stand several times."
            ),
            OptionDescription(
                name: Option.warnOutput,
                type: .regularExpression,
                repeats: true,
                documentation:
                    "Makes a pass a warning where it matches a line of the output. It may stand several times."
            ),
            OptionDescription(
                name: Option.threshold,
                type: .measurementThreshold,
                example: #"load1 warn 5"#,
                repeats: true,
                documentation: """
                    NAME warn RANGE, NAME fail RANGE or NAME warn RANGE fail RANGE: ranges a measured value must lie \
                    in, written as Nagios does: 10 means 0 to 10, 10: at least 10, ~:10 at most 10, 10:20 from 10 to \
                    20, @10:20 anything but 10 to 20. It may stand several times.
                    """
            ),
        ] + ProgramOption.all

    /// Of `exec` and `shell`.
    public static let reasons: [ReasonCode] = [
        .execExit, .execOutput, .execReported, .execTimeout, .execSignal, .execMalformed, .execNotFound,
        .execNotExecutable, .execUser, .execUnsafe, .execSpawn,
    ]

    /// Of `exec` and `shell`.
    public static let measurements = [
        MeasurementDescription(
            name: "as the program names them",
            unit: "as given",
            documentation: "The performance data of protocol nagios, the metrics of protocol json; at most 64."
        )
    ]

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A program ends well; no shell is involved.",
        argument: PluginDescription.Argument(
            name: "PATH ARGUMENTS…",
            documentation: """
                The program, by absolute path or by a name to look for in PATH, and its arguments. It runs in a \
                process group of its own with standard input from /dev/null; at its timeout the group gets TERM and \
                two seconds later KILL, and the run has failed. A program that cannot be run, or that a signal ends, \
                leaves the check unknown, never passed.
                """,
            takesMore: true
        ),
        options: Self.options,
        examples: [
            """
            check replication {
                exec /usr/lib/nagios/plugins/check_pgsql -H 127.0.0.1 {
                    protocol nagios
                }
                interval 10
                timeout  5
                user     nobody
                weight   -40
            }
            """,
            """
            check load {
                exec /usr/lib/nagios/plugins/check_load -w 90 -c 95 {
                    protocol     nagios
                    threshold    load1 warn 8 fail 16
                    limit_memory 256
                }
                interval 10
                timeout  5
                weight   -20
            }
            """,
        ],
        reasons: Self.reasons,
        measurements: Self.measurements
    )
}
