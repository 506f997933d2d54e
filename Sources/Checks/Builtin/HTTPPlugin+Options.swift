extension HTTPPlugin {
    /// What the answer must be like.
    static let expectations = [
        OptionDescription(
            name: Option.expectStatus,
            type: .integerRanges(100...599),
            defaultValue: "200-299",
            documentation: "Status codes that pass."
        ),
        OptionDescription(
            name: Option.warnStatus,
            type: .integerRanges(100...599),
            documentation: "Status codes that pass with a warning, whether or not expect_status has them."
        ),
        OptionDescription(
            name: Option.expectBody,
            type: .string,
            repeats: true,
            documentation: "A text that must occur in the body."
        ),
        OptionDescription(
            name: Option.refuseBody,
            type: .string,
            repeats: true,
            documentation: "A text that must not occur in the body."
        ),
        OptionDescription(
            name: Option.expectBodyRegex,
            type: .regularExpression,
            repeats: true,
            documentation: "An expression that must match in some line of the body."
        ),
        OptionDescription(
            name: Option.refuseBodyRegex,
            type: .regularExpression,
            repeats: true,
            documentation: "An expression that must not match in any line of the body."
        ),
        OptionDescription(
            name: Option.json,
            type: .jsonCondition,
            repeats: true,
            documentation: """
                A condition the body must meet as a JSON document: a pointer (RFC 6901) such as /queue/depth, then \
                exists, absent, or an operator (== != < <= > >= =~) and a value. Arrays and objects may stand \(JSONValue.depthLimit) \
                levels deep; a number out of the range of floating-point numbers counts as the largest there is.
                """
        ),
        OptionDescription(
            name: Option.bodyLimit,
            type: .integer(1...16_777_216),
            defaultValue: "\(Self.defaultBodyLimit)",
            documentation: """
                Bytes of the body that are read and looked at. The rest is not waited for, and results say that the \
                body was cut.
                """
        ),
        OptionDescription(
            name: Option.expectHeader,
            type: .words(1...3),
            example: #"Content-Type =~ ^text/"#,
            repeats: true,
            documentation: """
                NAME alone: the answer must have this header. NAME REGEX: one header of the name must match. A \
                missing header fails, unless the word allow_missing follows. Names are compared without case.
                """
        ),
        OptionDescription(
            name: Option.refuseHeader,
            type: .words(1...2),
            example: #"X-Maintenance"#,
            repeats: true,
            documentation: "NAME alone: the answer must not have this header. NAME REGEX: no header of it may match."
        ),
        OptionDescription(
            name: Option.version,
            type: .choice(Version.allCases.map(\.rawValue)),
            documentation: """
                HTTP version to ask with, which the answer must have; without it 1.1 is asked and any answer is \
                fine. 2 is negotiated over TLS (ALPN), and spoken without being asked (h2c) over plain TCP.
                """
        ),
        OptionDescription(
            name: Option.followRedirects,
            type: .integer(0...10),
            defaultValue: "0",
            documentation: """
                How many redirects to follow, each to the same host only: to the same scheme and port, or from \
                http:// to https://. Everything else fails as http.redirect, for another server's answer says \
                nothing of this one. With 0 a redirect is judged by expect_status like any answer.
                """
        ),
    ]

    /// What is asked.
    static let requests = [
        OptionDescription(
            name: Option.method,
            type: .choice(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
            documentation: "Request method; without it GET, or POST where there is a body."
        ),
        OptionDescription(
            name: Option.header,
            type: .words(2...2),
            example: #"X-Checker baton"#,
            repeats: true,
            isSecret: true,
            documentation: "NAME and VALUE of a header to send. Values are never shown. For Host there is host."
        ),
        OptionDescription(
            name: Option.body,
            type: .escapedText,
            example: #""name=value""#,
            documentation: "A request body. Its type is sent only if a header Content-Type says it."
        ),
        OptionDescription(
            name: Option.bodyFile,
            type: .path,
            example: #"/etc/baton/body.json"#,
            documentation: "A file to send as the request body, at most 1 MiB; read before each run."
        ),
        OptionDescription(
            name: Option.basicAuthFile,
            type: .path,
            example: #"/etc/baton/web.credentials"#,
            documentation: """
                File with USER:PASSWORD on its first line, for basic authentication. Read before each run and never \
                shown; a file that others may read passes with a warning (file.exposed).
                """
        ),
        OptionDescription(
            name: Option.bearerFile,
            type: .path,
            example: #"/etc/baton/web.token"#,
            documentation: "File with a token for bearer authentication; read and guarded as basic_auth_file is."
        ),
        OptionDescription(
            name: Option.host,
            type: .host,
            documentation: """
                Host header to send instead of the URL's host. The name of the TLS handshake is another: see sni.
                """
        ),
    ]

    /// How the server is reached.
    static let connections =
        ConnectionOptions.descriptions + [
            OptionDescription(
                name: Option.unixSocket,
                type: .path,
                documentation: "Connect to this socket instead of the URL's host."
            ),
            OptionDescription(
                name: Option.proxy,
                type: .url,
                example: "http://192.0.2.1:3128",
                documentation: """
                    An http://HOST:PORT proxy to go through; https:// URLs through a tunnel. The proxies of the \
                    environment are never used.
                    """
            ),
            OptionDescription(
                name: Option.proxyAuthFile,
                type: .path,
                example: #"/etc/baton/proxy.credentials"#,
                documentation: "File with USER:PASSWORD for the proxy; read and guarded as basic_auth_file is."
            ),
            OptionDescription(
                name: Option.proxyProtocol,
                type: .choice(["v1"]),
                documentation: """
                    Begin the connection with a PROXY protocol header, for servers that expect one. Version 1 is what \
                    libcurl can send; a server that accepts version 2 alone cannot be checked in this way.
                    """
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
        ]

    static let examples = [
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
        check api {
            http https://127.0.0.1:8443/health {
                host                  api.example.org
                sni                   api.example.org
                bearer_file           /etc/baton/api.token
                json                  /status == up
                json                  /replicas >= 2
                warn_status           429
                certificate_warn_days 14
            }
            interval 5
            timeout  2
            weight   -40
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
}
