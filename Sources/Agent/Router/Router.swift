import Checks
import CLinux
import Configuration
import ConfigurationFiles
import Failover
import Glibc
import LinuxIO
import VRRP

/// The process that holds the addresses: one thread, one loop. It waits, lets the node decide, and performs.
///
/// It never forks, never waits for anybody and touches no disk after its start. On each turn it reads all sockets,
/// then reports, then looks at deadlines: a packet that is already in the kernel beats the expiry it would have
/// prevented.
final class Router {
    var node: Node
    let supervisor: MessageSocket
    let checker: MessageSocket
    let poller: Poller
    let timer: DeadlineTimer
    let monitor: RouteMonitor
    let routes: RouteSocket
    let packets: PacketSocket
    let linkProber: LinkProber
    /// Made when it is needed first.
    var filterSocket: FilterSocket?
    let signals: SignalDescriptor
    let control: ControlServer
    var sockets: [ListeningPlace: AdvertisementSocket] = [:]
    var events = EventQueue()
    var suspension = SuspensionWatch()
    var announcements = AnnouncementQueue()
    var items = RoutingQueue()
    var isWorkingOffItems = false
    var hostJobs: [HostJob] = []
    /// nil while there is nothing to be watched.
    var routingMonitor: RoutingMonitor?
    var receiveBuffer: [UInt8] = []
    var configurationParts: [UInt8] = []
    /// A configuration that is being parsed, and those that came meanwhile.
    var parsing: ConfigurationParsing?
    var waiting = ConfigurationQueue()
    /// Parsed before the supervisor has said whether it is good.
    var tentative: (configuration: AgentConfiguration?, sources: [UInt8], generation: UInt32)?
    /// Requests whose configuration the supervisor has found good, and which is not in force yet.
    var unsettledReloads: [(request: UInt64, outcome: ReloadOutcome)] = []
    /// Files that are being made, and what was asked for meanwhile.
    var dumping: DumpRendering?
    var wantedDumps: [DumpRequest] = []
    /// The checker takes no lines at the moment; when it is tried again.
    var journalRetryAt: Instant?
    /// nil = nothing is recorded.
    var recorder: NodeRecorder?
    var journal = JournalQueue(run: WallClock.nanoseconds() / 1000)
    /// Something changed that a successor would need to know.
    var owesSnapshot = false
    var maintenance = MaintenanceKeeping()
    /// What is to be put back on the host may be something else than the supervisor was told.
    var owesChanges = false
    /// Notify requests and notices the checker's socket had no room for.
    var unsentNotifies: [RouterMessage] = []
    var droppedLogLines = 0
    var automaticPriority = AutomaticPriority(start: 0, limit: 0, delay: .zero)
    var sendErrors = RateLimit(limit: 1, per: .seconds(10))
    var isDone = false
    var outgoing: [RouterReport] = []

    init(_ inheritance: RouterInheritance) throws(SystemError) {
        self.supervisor = inheritance.supervisor
        self.checker = inheritance.checker
        self.signals = try SignalDescriptor([SIGTERM, SIGINT, SIGHUP, SIGPIPE] + DumpRequest.signals)
        self.poller = try Poller()
        self.timer = try DeadlineTimer()
        self.monitor = try RouteMonitor()
        self.routes = try RouteSocket()
        self.packets = inheritance.packets
        self.linkProber = try LinkProber()
        self.control = ControlServer(listener: inheritance.listener, poller: self.poller)
        let beginning = NodeBeginning(
            build: BatonVersion.current,
            sources: inheritance.recording?.sources ?? [],
            generation: inheritance.generation,
            at: MonotonicClock.now(),
            changes: inheritance.changes,
            snapshot: inheritance.snapshot,
            maintenance: inheritance.maintenance,
            utc: UTCTime(nanoseconds: WallClock.nanoseconds())
        )
        self.node = beginning.node(of: inheritance.configuration)
        self.recorder = inheritance.recording.map { NodeRecorder(beginning, over: $0.socket) }
        self.maintenance.told = self.node.maintenance
        try self.poller.add(self.signals.descriptor, token: Token.signals)
        try self.poller.add(self.supervisor.descriptor, token: Token.supervisor)
        try self.poller.add(self.checker.descriptor, token: Token.checker)
        try self.poller.add(self.timer.descriptor, token: Token.timer)
        try self.poller.add(self.monitor.descriptor, token: Token.monitor)
        try self.control.listen()
        if inheritance.checkerIsRunning {
            self.handle(.checkerStarted)
        }
    }

    /// What `epoll` reports which descriptor by.
    enum Token {
        static let signals: UInt64 = 1
        static let supervisor: UInt64 = 2
        static let checker: UInt64 = 3
        static let timer: UInt64 = 4
        static let monitor: UInt64 = 5
        static let listener: UInt64 = 6
        static let parsing: UInt64 = 7
        static let routing: UInt64 = 8
        static let dumping: UInt64 = 9
        /// Plus the interface's index.
        static let sockets: UInt64 = 1 << 32
        /// The same of IPv6.
        static let sockets6: UInt64 = 2 << 32
        /// Plus the connection's descriptor.
        static let clients: UInt64 = 3 << 32

        static func socket(_ place: ListeningPlace) -> UInt64 {
            let index = UInt64(UInt32(bitPattern: place.interfaceIndex))
            switch place.family {
            case .ipv4: return self.sockets | index
            case .ipv6: return self.sockets6 | index
            }
        }

        static func place(_ token: UInt64) -> ListeningPlace {
            ListeningPlace(
                interfaceIndex: Int32(truncatingIfNeeded: token),
                family: token < self.sockets6 ? .ipv4 : .ipv6
            )
        }
    }

    /// Lets the node decide on an event and does what it says; an event that comes up meanwhile waits for its turn.
    func handle(_ event: Event) {
        guard self.events.append(event) else { return }
        while let event = self.events.next() {
            let now = MonotonicClock.now()
            let utc = UTCTime(nanoseconds: WallClock.nanoseconds())
            let effects = self.node.handle(event, at: now, utc: utc)
            self.journal.begin(effects)
            for effect in effects.inOrderOfUrgency { self.perform(effect) }
            self.record(event, at: now, utc: utc, effects)
        }
    }

    func log(_ level: LogLine.Level, _ text: String, instance: String? = nil) {
        self.report(
            .log(level: level, wallNanoseconds: WallClock.nanoseconds(), text: text, instance: instance)
        )
    }

    /// Tells the supervisor; what it has no room for waits, log lines only up to a limit.
    func report(_ report: RouterReport) {
        if self.outgoing.count > 1000, case .log = report {
            self.droppedLogLines += 1
            return
        }
        self.outgoing.append(report)
    }
}
