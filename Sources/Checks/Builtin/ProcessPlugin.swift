/// `process NAME`
public enum ProcessPlugin {
    public static let kind = "process"

    /// How many processes of the name must run; see ``description``.
    public static let count = "count"

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A process of this name runs; its exit is noticed at once, not at the next poll.",
        argument: PluginDescription.Argument(
            name: "NAME",
            documentation: """
                The name of the program, as pidof and pgrep -x take it: what /proc/PID/comm says or, for names of 15 \
                bytes and more, which comm cuts, the last part of the program's path. Zombies, kernel threads and \
                the checker itself do not count.
                """,
            type: .programName
        ),
        options: [
            OptionDescription(
                name: Self.count,
                type: .integerRanges(0...1_000_000),
                defaultValue: "1-1000000",
                documentation: "How many processes of the name must run, as ranges."
            )
        ],
        examples: [
            """
            check nginx {
                process nginx
                interval 2
                weight   0
            }
            """,
            """
            check one_writer {
                process backup-writer {
                    count 0-1
                }
                interval 5
                weight   -20
            }
            """,
        ]
    )
}
