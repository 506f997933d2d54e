/// `tcp HOST:PORT`
public enum TCPPlugin {
    public static let kind = "tcp"

    public enum Option {
        public static let send = "send"
        public static let sendHex = "send_hex"
        public static let sendFile = "send_file"
        public static let expect = "expect"
        public static let expectHex = "expect_hex"
        public static let expectRegex = "expect_regex"
        public static let refuse = "refuse"
        public static let refuseRegex = "refuse_regex"
        public static let tls = "tls"
        public static let startTLS = "starttls"
        public static let connectTimeout = "connect_timeout"
        public static let family = "family"
        public static let source = "source"
        public static let interface = "interface"
    }

    /// Values of ``Option/startTLS``.
    public enum StartTLS: String, Hashable, Sendable, CaseIterable {
        case smtp
        case postgres
    }

    /// Bytes an answer may have before what is expected of it.
    public static let answerLimit = 64 * 1024

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A TCP connection can be established, and what is said over it is answered as expected.",
        argument: PluginDescription.Argument(
            name: "HOST:PORT",
            documentation: """
                A name or an address, IPv6 in brackets. The addresses of a name are tried in order, one attempt each, \
                until one connects; family, or an address in figures, asks one alone. Options that begin with send \
                and expect are a conversation: they are carried out in the order they are written, over TLS where \
                that is asked for. Without any, nothing is sent.
                """,
            type: .hostAndPort
        ),
        options: Self.conversation + Self.connection + TLSOptions.descriptions,
        conflicts: [
            OptionConflict(
                option: Option.startTLS,
                other: Option.tls,
                value: "on",
                reason: "one begins TLS after a greeting, the other at once",
                fix: "remove tls"
            ),
            OptionConflict(
                option: Option.source,
                other: Option.interface,
                value: "",
                reason: "both say where to connect from",
                fix: "remove one of them"
            ),
        ] + TLSOptions.conflicts,
        examples: Self.examples,
        reasons: [
            .tcpRefused, .tcpTimeout, .tcpUnreachable, .tcpError, .tcpAnswer, .tcpClosed, .dnsFailed, .fileMissing,
            .fileUnreadable, .fileExposed,
        ] + TLSOptions.reasons,
        measurements: ConnectionOptions.phases(firstByte: false, end: "the last answer was there")
            + TLSOptions.measurements
    )
}
