/// `exec PATH ARGS…`
public enum ExecPlugin {
    public static let kind = "exec"

    public enum Option {
        public static let `protocol` = "protocol"
    }

    /// Values of ``Option/protocol``.
    public enum ExitProtocol: String, Hashable, Sendable, CaseIterable {
        /// 0 passes, everything else fails.
        case keepalived
        /// 0 passes, 1 warns, 2 fails, everything else is unknown.
        case nagios
    }

    public static let options = [
        OptionDescription(
            name: Option.protocol,
            type: .choice(ExitProtocol.allCases.map(\.rawValue)),
            defaultValue: ExitProtocol.keepalived.rawValue,
            documentation: """
                What exit codes mean. keepalived: 0 passes, everything else fails. nagios: 0 passes, 1 warns, 2 \
                fails, everything else is unknown.
                """
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
                two seconds later KILL. A program that cannot be run leaves the check unknown, never passed.
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
            """
        ]
    )
}
