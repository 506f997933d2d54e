/// `interface NAME`
public enum InterfacePlugin {
    public static let kind = "interface"

    public enum Option {
        public static let carrier = "carrier"
        public static let address = "address"
        public static let mtu = "mtu"
        public static let minSpeed = "min_speed"
    }

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A network interface is up and can carry traffic.",
        argument: PluginDescription.Argument(
            name: "NAME",
            documentation: """
                The interface's name. It must exist, be up, and be operational: with its lower interface, its carrier \
                and its authentication in order. The kernel tells of every change, so the check runs at once.
                """,
            type: .interfaceName
        ),
        options: [
            OptionDescription(
                name: Option.carrier,
                type: .boolean,
                defaultValue: "on",
                documentation: """
                    Ask for the carrier and the operational state. off is content with an interface that is switched \
                    on, such as one whose driver reports neither.
                    """
            ),
            OptionDescription(
                name: Option.address,
                type: .numericAddress,
                repeats: true,
                documentation: """
                    An address the interface must have; of several, all. An IPv6 address that is still being checked \
                    for duplicates, or is one, does not count.
                    """
            ),
            OptionDescription(
                name: Option.mtu,
                type: .integerRanges(68...65_536),
                documentation: "The MTU, in bytes, as one or more numbers or ranges."
            ),
            OptionDescription(
                name: Option.minSpeed,
                type: .integer(1...1_000_000),
                documentation: "Mbit/s the link must run at, at least; a speed the driver does not tell is unknown."
            ),
        ],
        examples: [
            """
            check uplink {
                interface eth0
                interval 5
                weight   0
            }
            """,
            """
            check storage_link {
                interface bond1 {
                    address   10.0.0.11
                    mtu       9000
                    min_speed 10000
                }
                interval 5
                weight   -40
            }
            """,
        ],
        reasons: [
            .ok, .interfaceMissing, .interfaceDown, .interfaceAddress, .interfaceSetting, .interfaceUnreadable,
        ],
        measurements: [
            MeasurementDescription(name: "mtu", unit: "B", documentation: "The MTU."),
            MeasurementDescription(name: "speed", unit: "", documentation: "Mbit/s, where the driver tells it."),
        ],
        watches: true
    )
}
