/// One check as defined in `checks.d` or by a `vrrp_script` block.
public struct CheckDefinition: Hashable, Sendable {
    public var name: String
    /// The plugin's kind.
    public var kind: String
    public var options: CheckOptions
    public var schedule: CheckSchedule
    public var weight: CheckWeight
    public var onUnknown: UnknownPolicy
    /// Who runs a child process; nil = the checker's own user.
    public var user: ScriptUser?
    /// keepalived's `enable_script_security`: what would run as root must not be open to change by anybody else.
    /// The same of every native check that runs a program, unless it says `unsafe_path`.
    public var demandsSafePath = false
    public var trackedBy: TrackedBy
    /// Health before the first result: unknown lets the first result act at once; up needs `fall` failures and down
    /// `rise` passes to leave it.
    public var initialHealth: Health
    /// Checks that must be up for this one to run; while one is not, this one is blocked and counts for nothing.
    public var requires: [String] = []
    public var mode: CheckMode = .enforce
    public var scope: CheckScope = .local
    /// What it is for, in the operator's words.
    public var summary: String = ""
    public var origin: Origin
    public var location: SourceLocation

    public init(
        name: String,
        kind: String,
        options: CheckOptions,
        schedule: CheckSchedule = CheckSchedule(),
        weight: CheckWeight = .fault,
        onUnknown: UnknownPolicy = .fail,
        user: ScriptUser? = nil,
        trackedBy: TrackedBy = .instances([]),
        initialHealth: Health = .unknown,
        origin: Origin = .check,
        location: SourceLocation = SourceLocation(file: "", line: 0, column: 0)
    ) {
        self.name = name
        self.kind = kind
        self.options = options
        self.schedule = schedule
        self.weight = weight
        self.onUnknown = onUnknown
        self.user = user
        self.trackedBy = trackedBy
        self.initialHealth = initialHealth
        self.origin = origin
        self.location = location
    }

    /// Which instances a check names itself; `track_script` blocks add to it.
    public enum TrackedBy: Hashable, Sendable {
        case all
        case instances([String])
    }

    public enum Origin: Hashable, Sendable {
        case check
        /// A `vrrp_script`: its command line as written, and whether it is one of the spellings run natively.
        case script(command: String, native: Bool)
        /// A `vrrp_track_process`: the process and its parameters as written.
        case trackProcess(command: [String])
        /// A `track_file`.
        case trackFile(initialisation: FileInitialisation?)
    }
}
