/// `http URL`
public enum HTTPPlugin {
    public static let kind = "http"

    public enum Option {
        public static let expectStatus = "expect_status"
        public static let expectBody = "expect_body"
        public static let connectTimeout = "connect_timeout"
        public static let unixSocket = "unix_socket"
        public static let host = "host"
        public static let method = "method"
        public static let family = "family"
        public static let reuse = "reuse_connection"
    }

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "An HTTP server answers with an expected status and, if asked for, an expected body.",
        argument: PluginDescription.Argument(
            name: "URL",
            documentation: """
                An http:// or https:// URL. Redirects are not followed and the proxies of the environment are not \
                used: the check asks this server and no other. Certificates are verified.
                """,
            type: .url
        ),
        options: [
            OptionDescription(
                name: Option.expectStatus,
                type: .integerRanges(100...599),
                defaultValue: "200-299",
                documentation: "Status codes that pass."
            ),
            OptionDescription(
                name: Option.expectBody,
                type: .string,
                documentation: "A text that must occur in the first MiB of the body."
            ),
            OptionDescription(
                name: Option.connectTimeout,
                type: .duration(0.001...3600),
                documentation: "Time to establish the connection, TLS included; the check's timeout at most."
            ),
            OptionDescription(
                name: Option.unixSocket,
                type: .path,
                documentation: "Connect to this socket instead of the URL's host."
            ),
            OptionDescription(
                name: Option.host,
                type: .host,
                documentation: "Host header to send instead of the URL's host."
            ),
            OptionDescription(
                name: Option.method,
                type: .choice(["GET", "HEAD"]),
                defaultValue: "GET",
                documentation: "Request method."
            ),
            OptionDescription(
                name: Option.family,
                type: .choice(["any", "ipv4", "ipv6"]),
                defaultValue: "any",
                documentation: "Address family a host name is looked up for."
            ),
            OptionDescription(
                name: Option.reuse,
                type: .boolean,
                defaultValue: "off",
                documentation: """
                    Keep the connection from run to run. Cheaper, but an established connection can outlive the \
                    listener a new client needs.
                    """
            ),
        ],
        conflicts: [
            OptionConflict(
                option: Option.expectBody,
                other: Option.method,
                value: "HEAD",
                reason: "an answer to HEAD has no body",
                fix: "use method GET, or remove expect_body"
            )
        ],
        examples: [
            """
            check web {
                http http://127.0.0.1/healthz {
                    expect_status 200-299
                    expect_body   "ok"
                }
                interval 2
                timeout  0.8
                rise     2
                fall     2
                weight   -60
            }
            """,
            """
            check app_socket {
                http http://localhost/ready {
                    unix_socket /run/app.sock
                    host        app.example.org
                }
                weight -60
            }
            """,
        ]
    )
}
