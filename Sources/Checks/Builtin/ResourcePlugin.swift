/// `resource WHAT [OBJECT]`
public enum ResourcePlugin {
    public static let kind = "resource"

    public enum Option {
        public static let max = "max"
        public static let warn = "warn"
        public static let mounted = "mounted"
    }

    /// First arguments.
    public enum What: String, Hashable, Sendable, CaseIterable {
        case disk, memory, load, pressure
    }

    /// What `pressure` may be asked of.
    public static let pressures = ["cpu", "io", "memory"]

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "No more than so many percent of a disk, the memory or the processors are in use.",
        argument: PluginDescription.Argument(
            name: "WHAT [OBJECT]",
            documentation: """
                disk PATH: space and inodes of the file system the path is on, as df counts them. memory: what could \
                not be had without swapping. load: the load average of one minute, in percent of the processors. \
                pressure cpu, io or memory: the share of the last ten seconds in which somebody waited for it.
                """,
            type: .choice(What.allCases.map(\.rawValue)),
            takesMore: true
        ),
        options: [
            OptionDescription(
                name: Option.max,
                type: .integer(1...10_000),
                documentation: "Percent above which the check fails. One of max and warn is needed."
            ),
            OptionDescription(
                name: Option.warn,
                type: .integer(1...10_000),
                documentation: "Percent above which the check warns."
            ),
            OptionDescription(
                name: Option.mounted,
                type: .boolean,
                defaultValue: "off",
                documentation: """
                    disk: a file system must be mounted at the path itself, so that a missing one is not mistaken for \
                    the one below it.
                    """
            ),
        ],
        needsOneOf: [Option.max, Option.warn],
        examples: [
            """
            check data_disk {
                resource disk /srv/data {
                    max     95
                    warn    85
                    mounted on
                }
                interval 30
                weight   -20
            }
            """,
            """
            check memory_pressure {
                resource pressure memory {
                    max 40
                }
                interval 5
                fall     3
                weight   -20
            }
            """,
        ],
        reasons: [.ok, .resourceUsed, .resourceUnmounted, .resourceUnreadable],
        measurements: [
            MeasurementDescription(name: "used", unit: "%", documentation: "Of space, memory, processors or time."),
            MeasurementDescription(name: "inodes", unit: "%", documentation: "disk: inodes in use."),
        ]
    )
}
