import Checks
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

/// The process an operator starts: it reads the configuration, keeps the router and the checker running, and keeps
/// what a router needs to go on where its predecessor stopped.
final class Supervisor {
    let options: LaunchOptions
    let log: LogWriter
    var loader: ConfigurationLoader
    /// nil while nothing needs it: the bundle says the same in a tenth of the memory.
    var parsed: AgentConfiguration?
    var bundle: [UInt8]
    var generation: UInt32 = 1
    /// How long a master waits for its successor at most.
    var longestHandover: Duration

    let poller: Poller
    let signals: SignalDescriptor
    let listener: UnixListener
    /// For every router process there will be.
    let packets: PacketSocket
    /// Both ends stay open here, so that what one process has sent survives the death of the other.
    let routerEndOfReports: MessageSocket
    let checkerEndOfReports: MessageSocket

    var router: Child?
    var checker: Child?
    var checkerBackoff = Backoff()
    /// When a checker that died is started again.
    var checkerDueAt: Instant?
    var hasStartedChecker = false
    /// When the router process died, lately.
    var routerDeaths: [Instant] = []
    var snapshot: [UInt8]?
    var snapshotParts: [UInt8] = []
    var host: HostRecord
    var maintenance: MaintenanceRecord
    /// Why what it should say is not in it; nil = it is.
    var maintenanceFailure: String?
    /// Of a text that has not arrived whole.
    var maintenanceParts: [UInt8] = []
    var dumps: DumpDesk
    /// `--record`, until the process that writes is started.
    var recordingFile: RecordingFile?
    var recording: Recording?
    var stopping: Stopping?
    /// Something happened since unused memory was given back.
    private var hasWork = true
    /// When a checker that nothing waits for is started at the latest.
    private static let longestRouterStart = Duration.milliseconds(250)
    /// How long nothing must happen before unused memory is given back.
    private static let quietMilliseconds: Int32 = 5000
    /// The last router process gave up its addresses itself.
    var hasRouterLeft = false
    var exitStatus = ExitStatus.success
    var checkerPath: String
    /// When a checker that is to give way to another one is killed; nil = there is none.
    var checkerReplacedBy: Instant?
    /// What the configuration in force says of reading it again.
    var reloadSettings: ReloadSettings
    /// What the configuration in force says of processes.
    var processes: ProcessSettings
    var pidFiles: PIDFiles?
    /// `enable_script_security`.
    var demandsSafePath: Bool
    /// nil without a `reload_time_file`.
    var reloadClock: ReloadClock?

    /// A child and the supervisor's end of its socket.
    struct Child {
        var process: ProcessDescriptor
        var socket: MessageSocket
        var startedAt: Instant
        /// What its socket had no room for.
        var unsent: [[UInt8]] = []
    }

    /// How far a stop has come.
    struct Stopping {
        var isImmediate: Bool
        var hasToldChecker = false
        /// When what does not answer is killed.
        var deadline: Instant
    }

    enum Token {
        static let signals: UInt64 = 1
        static let router: UInt64 = 2
        static let checker: UInt64 = 3
        static let routerProcess: UInt64 = 4
        static let checkerProcess: UInt64 = 5
        static let reloadClock: UInt64 = 6
        static let writerProcess: UInt64 = 7
        static let recordingProcess: UInt64 = 8
    }

    init(
        options: LaunchOptions,
        log: LogWriter,
        loader: ConfigurationLoader,
        loaded: ConfigurationLoader.Loaded,
        checkerPath: String,
        packets: PacketSocket
    ) throws(SystemError) {
        self.options = options
        self.log = log
        self.loader = loader
        self.parsed = loaded.configuration
        self.reloadSettings = loaded.configuration.global.reload
        self.processes = loaded.configuration.global.processes
        self.demandsSafePath = loaded.configuration.global.enableScriptSecurity
        self.longestHandover = Self.longestHandover(of: loaded.configuration)
        self.bundle = loaded.bundle.encoded()
        self.checkerPath = checkerPath
        self.packets = packets
        self.host = HostRecord(path: loaded.configuration.global.controlSocket + ".host")
        self.maintenance = MaintenanceRecord(path: MaintenanceRecord.path(loaded.configuration.global.journal))
        self.dumps = DumpDesk(loaded.configuration, namespace: loader.namespaceOverride)
        self.signals = try SignalDescriptor([SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGPIPE] + DumpRequest.signals)
        self.poller = try Poller()
        self.listener = try UnixListener(path: loaded.configuration.global.controlSocket)
        (self.routerEndOfReports, self.checkerEndOfReports) = try MessageSocket.pair()
    }

    /// Runs until everything has ended.
    ///
    /// - Returns: The exit code of the process.
    func run() -> Int32 {
        // The router has the time zone from here: it reads no file.
        tzset()
        do {
            // Not before: this process may have put itself into the background meanwhile, and epoll tells of a signal
            // only to the process that has added its descriptor.
            try self.poller.add(self.signals.descriptor, token: Token.signals)
            self.readMaintenance()
            self.initialiseFiles(of: self.configuration, except: [])
            self.startRecording()
            // Nothing is to keep the router from its first advertisement but what it waits for: results of checks.
            try self.startRouter(checkerIsRunning: true)
            if self.configuration.checks.isEmpty {
                self.checkerDueAt = MonotonicClock.now() + Self.longestRouterStart
            } else {
                self.startChecker()
            }
            self.watchReloadTime()
            while !self.isFinished {
                try self.turn()
            }
        } catch {
            self.log.write(.error, "the supervisor cannot go on: \(error)")
            self.exitStatus = ExitStatus.failure
            self.killChildren()
        }
        self.finishRecording()
        self.runShutdownScript()
        self.pidFiles?.remove()
        return self.exitStatus
    }

    private var isFinished: Bool { self.stopping != nil && self.router == nil && self.checker == nil }

    private func turn() throws(SystemError) {
        let timeout = self.timeout
        let isQuiet = self.hasWork && (timeout < 0 || timeout > Self.quietMilliseconds)
        let events = try self.poller.wait(timeoutMilliseconds: isQuiet ? Self.quietMilliseconds : timeout)
        self.hasWork = !events.isEmpty
        if isQuiet, events.isEmpty {
            self.parsed = nil
            // Nothing may happen for months; what was needed until now can be read again when something does.
            ProcessMemory.releaseUnused()
        }
        for event in events {
            switch event.token {
            case Token.signals: try self.readSignals()
            case Token.router: self.readRouter()
            case Token.checker: self.readChecker()
            case Token.routerProcess: try self.routerEnded()
            case Token.checkerProcess: try self.checkerEnded()
            case Token.reloadClock: self.reloadTimeChanged()
            case Token.writerProcess: try self.writerEnded()
            case Token.recordingProcess: try self.recordingEnded()
            default: break
            }
        }
        self.flush()
        self.performDue()
    }

    /// Milliseconds until something is due here; -1 = nothing is.
    private var timeout: Int32 {
        var earliest = self.stopping?.deadline
        for due in [self.checkerDueAt, self.checkerReplacedBy] {
            if let due, earliest.map({ due < $0 }) ?? true {
                earliest = due
            }
        }
        let hasUnsent = self.router?.unsent.isEmpty == false || self.checker?.unsent.isEmpty == false
        var left = earliest.map { ($0 - MonotonicClock.now()).milliseconds + 1 }
        if let untilReload = self.millisecondsUntilReload {
            left = left.map { min($0, untilReload) } ?? untilReload
        }
        guard let left else { return hasUnsent ? 10 : -1 }
        return Int32(clamping: max(0, hasUnsent ? min(left, 10) : left))
    }

    private func performDue() {
        let now = MonotonicClock.now()
        if let due = self.checkerDueAt, due <= now {
            self.checkerDueAt = nil
            self.startChecker()
        }
        if let due = self.checkerReplacedBy, due <= now {
            self.checkerReplacedBy = nil
            self.log.write(.warning, "the checker does not end; killing it")
            _ = try? self.checker?.process.kill(SIGKILL)
        }
        self.reloadIfDue()
        if let stopping = self.stopping, stopping.deadline <= now {
            self.stopOverdue(now)
        }
    }

    private func readSignals() throws(SystemError) {
        while let event = try self.signals.read() {
            switch event.signal {
            case SIGINT where self.options.ignoresInterrupt:
                break
            case SIGTERM, SIGINT:
                self.stop()
            case SIGHUP:
                self.reload()
            default:
                if let request = DumpRequest(signal: event.signal) { self.requestDump(request) }
            }
        }
    }

    /// The configuration in force, read again from the bytes it was found good in.
    var configuration: AgentConfiguration {
        if let parsed = self.parsed { return parsed }
        let bundle = try? SourceBundle(decoding: self.bundle)
        return bundle?.parsed().configuration ?? AgentConfiguration()
    }

    static func longestHandover(of configuration: AgentConfiguration) -> Duration {
        let intervals = configuration.instances.map(\.router.advertisementInterval.duration)
        return (intervals.max() ?? .zero) * 2
    }

    /// Makes the files that `init_file` asks for.
    func initialiseFiles(of configuration: AgentConfiguration, except known: [CheckDefinition]) {
        for problem in TrackFileInitialisation.perform(for: configuration.checks, except: known) {
            self.log.write(.warning, problem)
        }
    }

    /// Every diagnostic, one line each: position, message, fix.
    func tell(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            let level: LogLine.Level =
                switch diagnostic.severity {
                case .notice: .info
                case .warning: .warning
                case .error: .error
                }
            let fix = diagnostic.fix.map { " (\($0))" } ?? ""
            self.log.write(level, "\(diagnostic.location): \(diagnostic.message)\(fix)")
        }
    }
}
