/// `process [NAME]`
public enum ProcessPlugin {
    public static let kind = "process"

    public enum Option {
        public static let executable = "exe"
        public static let commandLine = "cmdline"
        public static let user = "user"
        public static let pidFile = "pidfile"
        public static let cgroup = "cgroup"
        public static let unit = "unit"
        public static let count = "count"
        public static let minimumAge = "min_age"

        /// Those one of which must stand where no name does.
        public static let selecting = [
            Self.executable, Self.commandLine, Self.pidFile, Self.cgroup, Self.unit,
        ]
    }

    /// A number of processes nobody means to exceed: a range that ends here has no upper end.
    public static let countLimit = 1_000_000

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A process runs; its exit is noticed at once, not at the next poll.",
        argument: PluginDescription.Argument(
            name: "NAME",
            documentation: """
                The name of the program, as pidof and pgrep -x take it: what /proc/PID/comm says or, for names of 15 \
                bytes and more, which comm cuts, the last part of the program's path. It may be left out where an \
                option says which processes are meant. A process must meet everything that is asked for. Zombies, \
                kernel threads, the checker itself and the programs its checks run do not count.
                """,
            type: .programName,
            alternatives: Option.selecting
        ),
        options: Self.options,
        examples: Self.examples,
        reasons: [.processMissing, .processCount, .processYoung, .processUnreadable, .execUser],
        measurements: [
            MeasurementDescription(
                name: "processes",
                unit: "",
                documentation: "How many processes meet everything that is asked for, whatever their age."
            ),
            MeasurementDescription(
                name: "oldest_age",
                unit: "s",
                documentation: "How long the oldest of them has run; not given where there is none."
            ),
        ],
        watches: true
    )

    private static let options = [
        OptionDescription(
            name: Option.executable,
            type: .path,
            example: #"/usr/sbin/nginx"#,
            documentation: """
                The program file the process runs, as /proc/PID/exe names it; symbolic links in PATH are followed. A \
                file that was replaced while the process runs still counts. Processes of other users show it to root \
                only.
                """
        ),
        OptionDescription(
            name: Option.commandLine,
            type: .regularExpression,
            documentation: """
                Found somewhere in the arguments, joined by single spaces, as pgrep -f looks for them.
                """
        ),
        OptionDescription(
            name: Option.user,
            type: .string,
            example: #"www-data"#,
            documentation: "The user, by name or number, whose rights the process has (its effective user)."
        ),
        OptionDescription(
            name: Option.pidFile,
            type: .path,
            example: #"/run/nginx.pid"#,
            documentation: """
                A file that holds the process's number. Only this process counts. A file that is missing, holds no \
                number, or names a process that has ended or is another one is a failure. Give a name or exe as well: \
                after a crash the number may have passed to a stranger.
                """
        ),
        OptionDescription(
            name: Option.cgroup,
            type: .path,
            example: #"/system.slice/nginx.service"#,
            documentation: """
                The control group the process is in, or one above it, as in /proc/PID/cgroup: /system.slice/nginx.service.
                """
        ),
        OptionDescription(
            name: Option.unit,
            type: .unitName,
            example: #"nginx.service"#,
            documentation: """
                The systemd unit whose control group the process is in; .service is assumed where no type is given. \
                Needs no D-Bus, and works as any user.
                """
        ),
        OptionDescription(
            name: Option.count,
            type: .integerRanges(0...Self.countLimit),
            defaultValue: "1-\(Self.countLimit)",
            documentation: """
                How many processes must run, as ranges. An end of one that makes the number wrong, or right again, is \
                noticed at once; a start is noticed at the next poll.
                """
        ),
        OptionDescription(
            name: Option.minimumAge,
            type: .duration(0...31_536_000),
            documentation: """
                How long the oldest of the processes must have run, so that a program which is started again and \
                again does not pass.
                """
        ),
    ]

    private static let examples = [
        """
        check nginx {
            process nginx
            interval 2
            weight   0
        }
        """,
        """
        check one_writer {
            process backup-writer {
                count 0-1
            }
            interval 5
            weight   -20
        }
        """,
        """
        check shop {
            process java {
                cmdline "/shop[.]jar$"
                user    shop
                min_age 20
            }
            interval 2
            weight   -60
        }
        """,
        """
        check postgres {
            process {
                pidfile /run/postgresql/15-main.pid
                exe     /usr/lib/postgresql/15/bin/postgres
            }
            interval 2
            weight   -60
        }
        """,
    ]
}
