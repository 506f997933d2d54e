/// `grpc HOST:PORT`
public enum GRPCPlugin {
    public static let kind = "grpc"

    public enum Option {
        public static let service = "service"
        public static let authority = "authority"
        public static let tls = "tls"
        public static let header = "metadata"
        public static let connectTimeout = "connect_timeout"
        public static let family = "family"
        public static let source = "source"
        public static let interface = "interface"
        public static let unixSocket = "unix_socket"
    }

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A gRPC server says by the standard health protocol that it is serving.",
        argument: PluginDescription.Argument(
            name: "HOST:PORT",
            documentation: """
                A name or an address, IPv6 in brackets. Check of grpc.health.v1.Health is called once over a new \
                HTTP/2 connection to one address; SERVING passes, everything else fails.
                """,
            type: .hostAndPort
        ),
        options: [
            OptionDescription(
                name: Option.service,
                type: .string,
                example: #"shop.Cart"#,
                documentation: "The service to ask about; without it the server as a whole."
            ),
            OptionDescription(
                name: Option.authority,
                type: .host,
                documentation: "What to call the server in the request (:authority); without it HOST:PORT."
            ),
            OptionDescription(
                name: Option.header,
                type: .words(2...2),
                example: #"X-Checker baton"#,
                repeats: true,
                isSecret: true,
                documentation: "NAME and VALUE to send as metadata. Values are never shown."
            ),
            OptionDescription(
                name: Option.tls,
                type: .boolean,
                defaultValue: "off",
                documentation: "Speak TLS, and agree on HTTP/2 in its handshake (ALPN)."
            ),
            OptionDescription(
                name: Option.unixSocket,
                type: .path,
                documentation: "Connect to this socket instead; HOST:PORT only names the server then."
            ),
        ] + ConnectionOptions.descriptions + TLSOptions.descriptions,
        conflicts: [
            (Option.unixSocket, Option.source, "a Unix socket has no addresses"),
            (Option.unixSocket, Option.interface, "a Unix socket has no interface"),
            (Option.unixSocket, Option.family, "a Unix socket has no addresses"),
            (Option.source, Option.interface, "both say where to connect from"),
        ].map { option, other, reason in
            OptionConflict(option: option, other: other, value: "", reason: reason, fix: "remove one of them")
        } + TLSOptions.conflicts,
        examples: [
            """
            check orders {
                grpc 127.0.0.1:50051 {
                    service shop.Orders
                }
                interval 2
                timeout  1
                weight   -40
            }
            """
        ],
        reasons: [
            .grpcStatus, .grpcProtocol, .httpTimeout, .tcpRefused, .tcpTimeout, .tcpUnreachable, .tcpError, .dnsFailed,
        ] + TLSOptions.reasons,
        measurements: ConnectionOptions.phases() + TLSOptions.measurements
    )
}
