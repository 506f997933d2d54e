/// `stream PATH ARGS…`
public enum StreamPlugin {
    public static let kind = "stream"

    public enum Option {
        public static let option = "option"
        public static let secret = "secret"
    }

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A program that keeps running answers, in JSON lines.",
        argument: PluginDescription.Argument(
            name: "PATH ARGUMENTS…",
            documentation: """
                The program, by absolute path or by a name to look for in PATH, and its arguments. Checks with the \
                same program, arguments, user and environment share one process. It is started with the first of them, \
                started again after 1 to 60 seconds when it ends, and ends with the last. After five crashes in a \
                minute it stays down until the configuration is loaded again.
                """,
            takesMore: true
        ),
        options: [
            OptionDescription(
                name: Option.option,
                type: .words(2...2),
                example: #"host 192.0.2.1"#,
                repeats: true,
                documentation: """
                    NAME VALUE: what the program is told of this check before it is asked; it may stand several times.
                    """
            ),
            OptionDescription(
                name: Option.secret,
                type: .words(2...2),
                example: #"password example"#,
                repeats: true,
                isSecret: true,
                documentation: "As option, for passwords and the like: the value is shown nowhere."
            ),
        ] + ProgramOption.all,
        examples: [
            """
            check queue_depth {
                stream /usr/local/lib/baton/check-queue --host 127.0.0.1 {
                    option queue mail
                    option limit 1000
                }
                interval 2
                timeout  1
                user     nobody
                weight   -30
            }
            """
        ],
        reasons: [
            .execReported, .checkTimeout, .streamDown, .streamRefused, .streamFailed, .streamMalformed, .pushNone,
            .execUser, .execUnsafe,
        ],
        measurements: [
            MeasurementDescription(
                name: "as the program names them",
                unit: "as given",
                documentation: "The metrics of its results; at most 64."
            )
        ],
        watches: true
    )
}
