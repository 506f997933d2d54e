/// `tcp HOST:PORT`
public enum TCPPlugin {
    public static let kind = "tcp"

    public enum Option {
        public static let connectTimeout = "connect_timeout"
        public static let source = "source"
    }

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A TCP connection to this address can be established.",
        argument: PluginDescription.Argument(
            name: "HOST:PORT",
            documentation: """
                A name or an address, IPv6 in brackets. The addresses of a name are tried in order, one attempt each, \
                until one connects. Nothing is sent.
                """,
            type: .hostAndPort
        ),
        options: [
            OptionDescription(
                name: Option.connectTimeout,
                type: .duration(0.001...3600),
                documentation: "Time for one address; the check's timeout for all of them at most."
            ),
            OptionDescription(
                name: Option.source,
                type: .numericAddress,
                documentation: "Address of this machine to connect from."
            ),
        ],
        examples: [
            """
            check redis {
                tcp 127.0.0.1:6379 {
                    connect_timeout 0.3
                }
                interval 1
                timeout  0.5
                weight   -60
            }
            """
        ]
    )
}
