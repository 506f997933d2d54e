/// `shell "COMMAND LINE"`
public enum ShellPlugin {
    public static let kind = "shell"

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A command line of /bin/sh ends well.",
        argument: PluginDescription.Argument(
            name: "COMMAND",
            documentation: """
                One command line, quoted, run as /bin/sh -c COMMAND. Pipes, redirections and variables work as in any \
                script. What the command line names is found through PATH and is not looked at for being safe: only \
                /bin/sh itself is.
                """
        ),
        options: ExecPlugin.options,
        examples: [
            """
            check disk {
                shell "test $(df --output=pcent / | tail -n 1 | tr -dc 0-9) -lt 95"
                interval 30
                timeout  5
                weight   -20
            }
            """,
            """
            check replica {
                shell "redis-cli info replication" {
                    expect_output "^role:(master|slave)"
                    refuse_output "^master_link_status:down"
                }
                interval 5
                timeout  2
                weight   -40
            }
            """,
        ],
        reasons: ExecPlugin.reasons,
        measurements: ExecPlugin.measurements
    )
}
