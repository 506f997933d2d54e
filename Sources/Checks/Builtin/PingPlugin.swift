/// `ping HOST`
public enum PingPlugin {
    public static let kind = "ping"

    public enum Option {
        public static let count = "count"
        public static let spacing = "echo_interval"
        public static let maxLoss = "max_loss"
        public static let warnTime = "warn_rtt"
        public static let maxTime = "max_rtt"
        public static let size = "size"
        public static let source = "source"
        public static let family = "family"
    }

    public static let defaultCount = 3
    public static let defaultSpacing = Duration.milliseconds(100)
    public static let defaultMaxLoss = 50
    public static let defaultSize = 56

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A host answers ICMP echo requests, most of them and soon enough.",
        argument: PluginDescription.Argument(
            name: "HOST",
            documentation: """
                A name or an address, IPv4 or IPv6; of a name's addresses the first is asked. The echoes go through \
                an unprivileged ICMP socket where net.ipv4.ping_group_range allows it, else through a raw one, which \
                needs CAP_NET_RAW. A run ends with the last answer, or just before the check's timeout.
                """
        ),
        options: [
            OptionDescription(
                name: Option.count,
                type: .integer(1...100),
                defaultValue: "\(Self.defaultCount)",
                documentation: "Echo requests of one run."
            ),
            OptionDescription(
                name: Option.spacing,
                type: .duration(0.001...60),
                defaultValue: "0.1",
                documentation: "Seconds between two echo requests; all of them must fit into the check's timeout."
            ),
            OptionDescription(
                name: Option.maxLoss,
                type: .integer(0...99),
                defaultValue: "\(Self.defaultMaxLoss)",
                documentation: "Percent of the echo requests that may stay without an answer."
            ),
            OptionDescription(
                name: Option.warnTime,
                type: .duration(0.0001...60),
                documentation: "Seconds of the average round trip above which the check warns."
            ),
            OptionDescription(
                name: Option.maxTime,
                type: .duration(0.0001...60),
                documentation: "Seconds of the average round trip above which the check fails."
            ),
            OptionDescription(
                name: Option.size,
                type: .integer(16...65_000),
                defaultValue: "\(Self.defaultSize)",
                documentation: "Bytes of data in each echo request."
            ),
            OptionDescription(
                name: Option.source,
                type: .numericAddress,
                documentation: "Address of this machine to ask from, so that the answer cannot come to the virtual one."
            ),
            OptionDescription(
                name: Option.family,
                type: .choice(["any", "ipv4", "ipv6"]),
                defaultValue: "any",
                documentation: "Address family a host name is looked up for."
            ),
        ],
        examples: [
            """
            check gateway {
                ping 192.0.2.254 {
                    count    3
                    max_loss 50
                }
                interval 2
                timeout  1
                weight   -60
            }
            """
        ],
        reasons: [.ok, .dnsFailed, .pingLoss, .pingSlow, .pingUnreachable, .pingPermission],
        measurements: [
            MeasurementDescription(name: "loss", unit: "%", documentation: "Echo requests without an answer."),
            MeasurementDescription(name: "rtt_min", unit: "ms", documentation: "The shortest round trip."),
            MeasurementDescription(name: "rtt_avg", unit: "ms", documentation: "The average round trip."),
            MeasurementDescription(name: "rtt_max", unit: "ms", documentation: "The longest round trip."),
        ]
    )
}
