extension TCPPlugin {
    static let conversation = [
        OptionDescription(
            name: Option.send,
            type: .escapedText,
            repeats: true,
            documentation: """
                A text to send; lines end as the protocol wants, mostly with \\r\\n. It is shown by `baton check`: \
                secrets go into send_file.
                """
        ),
        OptionDescription(
            name: Option.sendHex,
            type: .hexBytes,
            repeats: true,
            documentation: "Bytes to send, in hexadecimal digits."
        ),
        OptionDescription(
            name: Option.sendFile,
            type: .path,
            example: #"/etc/baton/request.bin"#,
            repeats: true,
            documentation: """
                File whose content, at most 64 KiB, is sent as it is: for a password, together with the words around \
                it. Read before each run and never shown; a file that others may read passes with a warning.
                """
        ),
        OptionDescription(
            name: Option.expect,
            type: .escapedText,
            repeats: true,
            documentation: """
                A text that must come, anywhere within the next 64 KiB. What comes behind it is left for the next \
                expectation. It is waited for until the check's timeout.
                """
        ),
        OptionDescription(
            name: Option.expectHex,
            type: .hexBytes,
            repeats: true,
            documentation: "Bytes that must come, in hexadecimal digits."
        ),
        OptionDescription(
            name: Option.expectRegex,
            type: .regularExpression,
            repeats: true,
            documentation: """
                An expression that must match in a line of what comes. The whole line is taken with it, even what \
                of it comes later. A last line that has not ended yet is looked at as well, unless the expression \
                ends with $.
                """
        ),
        OptionDescription(
            name: Option.refuse,
            type: .escapedText,
            repeats: true,
            documentation: """
                A text that fails the check at once when it comes before what is expected, from this line on. Without \
                it a wrong answer fails too, but only at the timeout: the right one could follow.
                """
        ),
        OptionDescription(
            name: Option.refuseRegex,
            type: .regularExpression,
            repeats: true,
            documentation: "As refuse, with an expression that is looked for line by line."
        ),
    ]

    static let connection = [
        OptionDescription(
            name: Option.tls,
            type: .boolean,
            defaultValue: "off",
            documentation: "Begin TLS as soon as the connection stands; the conversation goes through it."
        ),
        OptionDescription(
            name: Option.startTLS,
            type: .choice(StartTLS.allCases.map(\.rawValue)),
            documentation: """
                Begin TLS the way this protocol does: smtp greets, says EHLO and STARTTLS, and QUIT at the end; \
                postgres sends an SSLRequest. A server that offers no TLS fails. The conversation begins behind it.
                """
        ),
        OptionDescription(
            name: Option.connectTimeout,
            type: .duration(0.001...3600),
            documentation: """
                Time for one address, and again for the TLS handshake; the check's timeout for everything at most.
                """
        ),
        OptionDescription(
            name: Option.family,
            type: .choice(["any", "ipv4", "ipv6"]),
            documentation: "Address family a host name is looked up for; without it both."
        ),
        OptionDescription(
            name: Option.source,
            type: .numericAddress,
            documentation: "Address of this machine to connect from; addresses of the other family are not tried."
        ),
        OptionDescription(
            name: Option.interface,
            type: .interfaceName,
            documentation: "Network interface to connect through."
        ),
    ]

    static let examples = [
        """
        check redis {
            tcp 127.0.0.1:6379 {
                send            "PING\\r\\n"
                refuse          "-"
                expect          "+PONG\\r\\n"
                connect_timeout 0.3
            }
            interval 1
            timeout  0.5
            weight   -60
        }
        """,
        """
        check mail {
            tcp mail.example.org:587 {
                starttls              smtp
                certificate_warn_days 14
            }
            interval 30
            timeout  5
            weight   -20
        }
        """,
    ]
}
