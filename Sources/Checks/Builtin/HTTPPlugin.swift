/// `http URL`
public enum HTTPPlugin {
    public static let kind = "http"

    public enum Option {
        public static let expectStatus = "expect_status"
        public static let warnStatus = "warn_status"
        public static let expectBody = "expect_body"
        public static let refuseBody = "refuse_body"
        public static let expectBodyRegex = "expect_body_regex"
        public static let refuseBodyRegex = "refuse_body_regex"
        public static let bodyLimit = "body_limit"
        public static let expectHeader = "expect_header"
        public static let refuseHeader = "refuse_header"
        public static let json = "json"
        public static let method = "method"
        public static let header = "header"
        public static let body = "body"
        public static let bodyFile = "body_file"
        public static let basicAuthFile = "basic_auth_file"
        public static let bearerFile = "bearer_file"
        public static let host = "host"
        public static let version = "http_version"
        public static let followRedirects = "follow_redirects"
        public static let connectTimeout = "connect_timeout"
        public static let family = "family"
        public static let source = "source"
        public static let interface = "interface"
        public static let unixSocket = "unix_socket"
        public static let proxy = "proxy"
        public static let proxyAuthFile = "proxy_auth_file"
        public static let proxyProtocol = "proxy_protocol"
        public static let reuse = "reuse_connection"
    }

    /// Values of ``Option/version``.
    public enum Version: String, Hashable, Sendable, CaseIterable {
        case http10 = "1.0"
        case http11 = "1.1"
        case http2 = "2"
    }

    /// The last word of an ``Option/expectHeader`` that a missing header passes.
    public static let allowMissing = "allow_missing"

    /// Bytes of a body that are looked at unless ``Option/bodyLimit`` says otherwise.
    public static let defaultBodyLimit = 1 << 20

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "An HTTP server answers, and its status, headers, body and certificate are as expected.",
        argument: PluginDescription.Argument(
            name: "URL",
            documentation: """
                An http:// or https:// URL. The check asks this server and no other: redirects are not followed, the \
                proxies of the environment are not used, certificates are verified, and one address is tried once. \
                Of a name with several addresses that is the one the system puts first, so that a service which is \
                up by half shows; family chooses, and an address in figures leaves no doubt. Every run opens a \
                connection of its own. What stands in the URL is shown in logs; secrets belong into files.
                """,
            type: .url
        ),
        options: Self.expectations + Self.requests + Self.connections + TLSOptions.descriptions,
        conflicts: Self.conflicts + TLSOptions.conflicts,
        examples: Self.examples,
        reasons: [
            .httpStatus, .httpBody, .httpHeader, .httpJSON, .httpVersion, .httpRedirect, .httpProtocol, .httpTimeout,
            .tcpRefused, .tcpTimeout, .tcpUnreachable, .tcpError, .dnsFailed, .proxyFailed, .fileMissing,
            .fileUnreadable, .fileExposed,
        ] + TLSOptions.reasons,
        measurements: ConnectionOptions.phases() + TLSOptions.measurements
    )

    private static let conflicts: [OptionConflict] = {
        let bodies = [
            Option.expectBody, Option.refuseBody, Option.expectBodyRegex, Option.refuseBodyRegex, Option.json,
        ]
        let ofHEAD = bodies.map { option in
            OptionConflict(
                option: option,
                other: Option.method,
                value: "HEAD",
                reason: "an answer to HEAD has no body",
                fix: "use method GET, or remove \(option)"
            )
        }
        let ofBodies = [Option.body, Option.bodyFile].flatMap { option in
            ["GET", "HEAD"].map { method in
                OptionConflict(
                    option: option,
                    other: Option.method,
                    value: method,
                    reason: "a \(method) request has no body",
                    fix: "use method POST, or remove \(option)"
                )
            }
        }
        let pairs = [
            (Option.bodyFile, Option.body, "a request has one body"),
            (Option.bearerFile, Option.basicAuthFile, "a request has one Authorization header"),
            (Option.source, Option.interface, "both say where to connect from"),
            (Option.unixSocket, Option.proxy, "the socket is the server, and a proxy is another"),
            (Option.unixSocket, Option.source, "a Unix socket has no addresses"),
            (Option.unixSocket, Option.interface, "a Unix socket has no interface"),
            (Option.unixSocket, Option.family, "a Unix socket has no addresses"),
            (Option.proxyProtocol, Option.proxy, "the proxy would take the header for a broken request"),
            (Option.proxyProtocol, Option.reuse, "the header stands at the beginning of a connection only"),
        ]
        return ofHEAD + ofBodies
            + pairs.map { option, other, reason in
                OptionConflict(option: option, other: other, value: "", reason: reason, fix: "remove one of them")
            }
    }()
}
