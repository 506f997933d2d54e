/// `dns NAME`
public enum DNSPlugin {
    public static let kind = "dns"

    public enum Option {
        public static let server = "server"
        public static let type = "type"
        public static let expectCode = "expect_rcode"
        public static let expectAnswer = "expect_answer"
        public static let refuseAnswer = "refuse_answer"
        public static let minAnswers = "min_answers"
        public static let transport = "transport"
        public static let recursion = "recursion"
        public static let tries = "tries"
    }

    public static let types = ["A", "AAAA", "MX", "TXT", "SRV", "NS", "SOA", "CNAME", "PTR"]

    /// RFC 1035, section 4.1.1, and RFC 2136, section 2.2, in the order of their numbers.
    public static let codes = [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH",
        "NOTZONE",
    ]

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A name server answers a question, with the code and the records that were asked for.",
        argument: PluginDescription.Argument(
            name: "NAME",
            documentation: """
                The name to ask for, as it is: nothing is appended and /etc/hosts is not looked at. With type PTR an \
                address may stand here. The server is asked by this plugin itself, not through the C library, so that \
                a broken server is not hidden behind a second one or a cache.
                """
        ),
        options: [
            OptionDescription(
                name: Option.server,
                type: .host,
                documentation: """
                    Address or name of the server, with :PORT unless it is 53, IPv6 in brackets; without this the \
                    first nameserver of /etc/resolv.conf.
                    """
            ),
            OptionDescription(
                name: Option.type,
                type: .choice(Self.types),
                defaultValue: "A",
                documentation: "Type of the records to ask for."
            ),
            OptionDescription(
                name: Option.expectCode,
                type: .choice(Self.codes),
                defaultValue: "NOERROR",
                documentation: "The response code that passes."
            ),
            OptionDescription(
                name: Option.expectAnswer,
                type: .regularExpression,
                repeats: true,
                documentation: """
                    A regular expression that must match one of the records; of several, each must. A record is \
                    matched as it is written in a zone, names in full with a dot at the end: \
                    "192.0.2.1", "10 mail.example.org.", "0 5 5060 sip.example.org.".
                    """
            ),
            OptionDescription(
                name: Option.refuseAnswer,
                type: .regularExpression,
                repeats: true,
                documentation: "A regular expression that must match none of the records; of several, no one may."
            ),
            OptionDescription(
                name: Option.minAnswers,
                type: .integer(0...1000),
                documentation: "Records of the type asked for, at least: 1 where NOERROR is expected, else 0."
            ),
            OptionDescription(
                name: Option.transport,
                type: .choice(["udp", "tcp"]),
                defaultValue: "udp",
                documentation: "udp asks again over TCP when the answer was cut; tcp asks over TCP at once."
            ),
            OptionDescription(
                name: Option.recursion,
                type: .boolean,
                defaultValue: "on",
                documentation: "Ask for recursion; off asks an authoritative server for what it knows itself."
            ),
            OptionDescription(
                name: Option.tries,
                type: .integer(1...10),
                defaultValue: "2",
                documentation: """
                    Times the question is sent over UDP while no answer comes, evenly over the check's timeout.
                    """
            ),
        ],
        examples: [
            """
            check resolver {
                dns www.example.org {
                    server 127.0.0.1
                }
                interval 2
                timeout  1
                weight   -60
            }
            """,
            """
            check zone {
                dns example.org {
                    server        192.0.2.53
                    type          SOA
                    recursion     off
                    expect_answer "^ns1[.]example[.]org[.] "
                }
                interval 5
                timeout  2
                weight   0
            }
            """,
        ],
        reasons: [
            .ok, .dnsFailed, .dnsCode, .dnsAnswer, .dnsTimeout, .dnsMalformed, .dnsUnreachable,
        ],
        measurements: [
            MeasurementDescription(name: "answers", unit: "", documentation: "Records of the type asked for."),
            MeasurementDescription(name: "time", unit: "ms", documentation: "From the question to the answer."),
            MeasurementDescription(name: "tries", unit: "", documentation: "Times the question was sent."),
        ]
    )
}
