import Configuration

/// One option of the command line: its spellings, whether it takes a value, and what it does.
struct LaunchOption: Sendable {
    var short: Character?
    var long: String
    var value: Value
    var help: String
    var effect: Effect

    enum Value: Hashable, Sendable {
        case none
        case required(String)
        case optional(String)
    }

    enum Effect: Sendable {
        case set(@Sendable (inout LaunchOptions, String) -> String?)
        /// keepalived's, without meaning here.
        case ignored
    }

    /// In keepalived's order.
    static let all: [LaunchOption] = [
        LaunchOption("f", "use-file", .required("FILE"), "configuration file") { $0.configurationFile = $1 },
        LaunchOption("n", "dont-fork", "stay in the foreground") { options, _ in options.staysInForeground = true },
        LaunchOption("l", "log-console", "log to standard error, which is always done") { _, _ in },
        LaunchOption("D", "log-detail", "log details") { options, _ in options.logsDetail = true },
        // keepalived's value is a file for the messages; ours go to standard error always.
        LaunchOption(
            "t",
            "config-test",
            .optional("LOG"),
            "check the configuration and exit",
            checked: { options, log in
                options.testsOnly = true
                options.ignoredTestLog = log.isEmpty ? nil : log
                return nil
            }
        ),
        LaunchOption("d", "dump-conf", "log the effective instances and checks at start") { options, _ in
            options.dumpsConfiguration = true
        },
        LaunchOption("V", "dont-release-vrrp", "leave the addresses at the end and say no priority 0") { options, _ in
            options.keepsAddresses = true
        },
        LaunchOption("p", "pid", .required("FILE"), "write the process id to this file") { $0.pidFile = $1 },
        LaunchOption("i", "config-id", .required("ID"), "the id of @id lines") { $0.configurationID = $1 },
        LaunchOption("e", "all-config", "what include lines do not find is an error") { options, _ in
            options.checksIncludes = true
        },
        LaunchOption(
            nil,
            "signum",
            .required("NAME"),
            "print the number of the signal for \(SignalFunction.list)",
            checked: { options, name in
                guard let function = SignalFunction(rawValue: name) else {
                    return "Unknown sigfunc \(name); --signum expects \(SignalFunction.list)"
                }
                options.request = .signalNumber(function.number)
                return nil
            }
        ),
        LaunchOption("r", "vrrp_pid", .required("FILE"), "write the router's process id to this file") {
            $0.routerPIDFile = $1
        },
        LaunchOption("c", "checkers_pid", .required("FILE"), "write the checker's process id to this file") {
            $0.checkerPIDFile = $1
        },
        LaunchOption(
            "u",
            "umask",
            .required("MASK"),
            "what files of scripts are not: 0177, or names of bits",
            checked: { options, text in
                guard let mask = FileModeMask.parse([text]) else {
                    return
                        "--umask \(text): expected a number from 0 to 0777, such as 0177, or names such as IRWXG|IRWXO"
                }
                options.umask = mask
                return nil
            }
        ),
        LaunchOption("R", "dont-respawn", "end when a process dies, instead of starting it again") { options, _ in
            options.restartsNothing = true
        },
        LaunchOption("g", "log-file", .optional("FILE"), "log to this file (\(LogFile.standard))") {
            $0.logFile = $1.isEmpty ? LogFile.standard : $1
        },
        LaunchOption("s", "namespace", .required("NAME"), "run in this network namespace") { $0.namespace = $1 },
        LaunchOption("m", "core-dump", "leave core dumps of processes that crash") { options, _ in
            options.leavesCoreDumps = true
        },
        LaunchOption(nil, "record", .required("FILE"), "record what the router is told and decides, secrets and all") {
            $0.recordingFile = $1
        },
        LaunchOption(nil, "ignore-sigint", "do not stop for SIGINT") { options, _ in options.ignoresInterrupt = true },
        LaunchOption("v", "version", "print the version") { options, _ in options.request = .version },
        LaunchOption("h", "help", "print this text") { options, _ in options.request = .help },
        LaunchOption(ignored: "P", "vrrp"), LaunchOption(ignored: "C", "check"), LaunchOption(ignored: "B", "no_bfd"),
        LaunchOption(ignored: nil, "all"), LaunchOption(ignored: "S", "log-facility", .required("N")),
        LaunchOption(ignored: nil, "flush-log-file"),
        LaunchOption(ignored: "G", "no-syslog"),
        LaunchOption(ignored: "X", "release-vips"), LaunchOption(ignored: "I", "dont-release-ipvs"),
        LaunchOption(ignored: "b", "bfd_pid", .required("FILE")), LaunchOption(ignored: "a", "address-monitoring"),
        LaunchOption(ignored: "T", "genhash"), LaunchOption(ignored: "x", "snmp"),
        LaunchOption(ignored: "A", "snmp-agent-socket", .required("SOCKET")),
        LaunchOption(ignored: "M", "core-dump-pattern", .optional("PATTERN")),
        LaunchOption(ignored: nil, "perf", .optional("WHAT")), LaunchOption(ignored: nil, "debug", .optional("WHAT")),
        LaunchOption(ignored: nil, "no-mem-check"), LaunchOption(ignored: "L", "mem-check-log"),
        LaunchOption(ignored: "O", "no-mem-err-check"),
    ]

    private init(
        _ short: Character?,
        _ long: String,
        _ value: Value,
        _ help: String,
        _ set: @escaping @Sendable (inout LaunchOptions, String) -> Void
    ) {
        self.init(
            short,
            long,
            value,
            help,
            checked: { options, text in
                set(&options, text)
                return nil
            }
        )
    }

    private init(
        _ short: Character?,
        _ long: String,
        _ help: String,
        _ set: @escaping @Sendable (inout LaunchOptions, String) -> Void
    ) {
        self.init(short, long, .none, help, set)
    }

    private init(
        _ short: Character?,
        _ long: String,
        _ value: Value,
        _ help: String,
        checked set: @escaping @Sendable (inout LaunchOptions, String) -> String?
    ) {
        self.short = short
        self.long = long
        self.value = value
        self.help = help
        self.effect = .set(set)
    }

    private init(ignored short: Character?, _ long: String, _ value: Value = .none) {
        self.short = short
        self.long = long
        self.value = value
        self.help = ""
        self.effect = .ignored
    }
}
