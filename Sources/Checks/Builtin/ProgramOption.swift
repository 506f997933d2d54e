/// The options of every plugin that runs a program: where, with what, and within which limits.
public enum ProgramOption {
    public static let directory = "directory"
    public static let environment = "env"
    public static let limitOpenFiles = "limit_open_files"
    public static let limitMemory = "limit_memory"
    public static let limitCPUSeconds = "limit_cpu_seconds"
    public static let limitFileSize = "limit_file_size"
    public static let unsafePath = "unsafe_path"

    public static let all = [
        OptionDescription(
            name: Self.directory,
            type: .path,
            example: #"/var/lib/app"#,
            defaultValue: "/",
            documentation: "The folder the program starts in."
        ),
        OptionDescription(
            name: Self.environment,
            type: .words(2...2),
            example: #"MODE quick"#,
            repeats: true,
            isSecret: true,
            documentation: """
                NAME VALUE: a variable for the program; it may stand several times. Nothing is inherited: besides \
                these a program finds only PATH, LANG=C and the CHECK_ variables. The value is shown nowhere, but \
                whoever may look into the program's /proc/PID/environ can read it.
                """
        ),
        OptionDescription(
            name: Self.limitOpenFiles,
            type: .integer(4...1_048_576),
            documentation: "How many files the program may have open (RLIMIT_NOFILE)."
        ),
        OptionDescription(
            name: Self.limitMemory,
            type: .integer(1...1_048_576),
            documentation: """
                How much memory each process of the program may map, in MiB (RLIMIT_AS). Programs of some run-time \
                systems reserve much more than they use.
                """
        ),
        OptionDescription(
            name: Self.limitCPUSeconds,
            type: .integer(1...86_400),
            documentation: """
                Seconds of processor time each process of the program may use (RLIMIT_CPU). At the limit it gets \
                SIGXCPU, a second later KILL.
                """
        ),
        OptionDescription(
            name: Self.limitFileSize,
            type: .integer(0...1_048_576),
            documentation: "How large a file the program may write, in MiB (RLIMIT_FSIZE); 0 = none at all."
        ),
        OptionDescription(
            name: Self.unsafePath,
            type: .boolean,
            defaultValue: "off",
            documentation: """
                Whether the program may run as root although somebody else can change it. Without this, every part of \
                its path must belong to root and be writable by root only; that is looked at when the configuration \
                is loaded and before each run.
                """
        ),
    ]
}
