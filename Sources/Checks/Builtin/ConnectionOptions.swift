/// How a request reaches its server, and how long it takes: the same for all plugins that make one request.
enum ConnectionOptions {
    static let descriptions = [
        OptionDescription(
            name: "connect_timeout",
            type: .duration(0.001...3600),
            documentation: "Time to establish the connection, TLS included; the check's timeout at most."
        ),
        OptionDescription(
            name: "family",
            type: .choice(["any", "ipv4", "ipv6"]),
            documentation: "Address family a host name is looked up for; without it whichever comes first."
        ),
        OptionDescription(
            name: "source",
            type: .numericAddress,
            documentation: """
                Address of this machine to connect from. Not the virtual address: the check would fail wherever it \
                is not.
                """
        ),
        OptionDescription(
            name: "interface",
            type: .interfaceName,
            documentation: "Network interface to connect through."
        ),
    ]

    /// The phases of an exchange; ``total`` is what `end` says.
    static func phases(firstByte: Bool = true, end: String = "the answer was complete") -> [MeasurementDescription] {
        let names = [
            ("dns", "the name was looked up"), ("connect", "the connection stood"),
            ("tls", "the TLS handshake was done"), ("first_byte", "the first byte of the answer came"),
        ]
        return names.filter { firstByte || $0.0 != "first_byte" }.map { name, event in
            MeasurementDescription(name: name, unit: "ms", documentation: "Until \(event).")
        } + [
            MeasurementDescription(
                name: "total",
                unit: "ms",
                documentation: "Until \(end). All are times since the start of the run."
            )
        ]
    }
}
