import Checks
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

extension Supervisor {
    /// Three deaths in this time, and the router is not started again.
    private static let deathWindow = Duration.seconds(10)
    private static let deathLimit = 3

    /// The router is a copy of this process: it shares its memory, and there is nothing to load when it must be there
    /// within an advertisement interval.
    ///
    /// - Parameter checkerIsRunning: Also one that is about to run.
    func startRouter(checkerIsRunning: Bool) throws(SystemError) {
        let (ours, theirs) = try MessageSocket.pair()
        let inheritance = RouterInheritance(
            configuration: self.configuration,
            generation: self.generation,
            snapshot: self.snapshot,
            maintenance: self.maintenance.list,
            changes: self.host.changes,
            supervisor: theirs,
            checker: self.routerEndOfReports,
            listener: self.listener,
            packets: self.packets,
            checkerIsRunning: checkerIsRunning,
            recording: self.recording.map { RouterInheritance.Recording(socket: $0.socket, sources: self.bundle) }
        )
        let process = try ChildProcess.fork {
            do {
                return try Router(inheritance).run()
            } catch {
                self.log.write(.error, "cannot start: \(error)", process: "router")
                return ExitStatus.failure
            }
        }
        self.router = Child(process: process, socket: ours, startedAt: MonotonicClock.now())
        self.pidFiles?.router?.write(process.pid)
        self.snapshotParts = []
        self.maintenanceParts = []
        if self.maintenanceFailure != nil { self.tellMaintenance(0) }
        self.dumps.dropParts()
        try self.poller.add(ours.descriptor, token: Token.router)
        try self.poller.add(process.descriptor, token: Token.routerProcess)
    }

    /// A checker that cannot be started is tried again; the router goes on meanwhile.
    func startChecker() {
        do {
            let (ours, theirs) = try MessageSocket.pair()
            let process = try ChildProcess.spawn(
                self.checkerPath,
                arguments: ["baton-checker", "--supervisor-fd", "3", "--router-fd", "4"]
                    + (self.options.umask.map { ["--umask", FileModeMask.text($0)] } ?? []),
                environment: ProcessEnvironment.variables,
                descriptors: [3: theirs.descriptor, 4: self.checkerEndOfReports.descriptor],
                newProcessGroup: true
            )
            self.checker = Child(process: process, socket: ours, startedAt: MonotonicClock.now())
            self.hasStartedChecker = true
            self.pidFiles?.checker?.write(process.pid)
            self.checker?.unsent = SupervisorMessage.parts(of: self.bundle, generation: self.generation)
            try self.poller.add(ours.descriptor, token: Token.checker)
            try self.poller.add(process.descriptor, token: Token.checkerProcess)
            self.router?.unsent.append(RouterCommand.checkerStarted.encoded())
            self.flush()
        } catch {
            self.log.write(.error, "cannot start \(self.checkerPath): \(error); trying again")
            self.checkerDueAt = MonotonicClock.now() + self.checkerBackoff.next(afterLifeOf: .zero)
        }
    }

    func readRouter() {
        guard let socket = self.router?.socket else { return }
        while case .message(let bytes)? = try? socket.receive() {
            guard let report = try? RouterReport(decoding: bytes) else { continue }
            switch report {
            case .ready:
                self.log.write(.info, "the router is ready", process: "router")
                if self.checker == nil, self.checkerDueAt != nil, !self.hasStartedChecker {
                    self.checkerDueAt = MonotonicClock.now()
                }
            case .log(let level, let wallNanoseconds, let text, let instance):
                self.log.write(
                    level,
                    text,
                    process: "router",
                    instance: instance,
                    wallNanoseconds: wallNanoseconds
                )
            case .changes(let changes):
                do {
                    try self.host.replace(with: changes)
                } catch {
                    self.log.write(.warning, "cannot record what is to be put back after a crash: \(error)")
                }
            case .reloadWanted(let request):
                let outcome = self.reload()
                self.router?.unsent.append(RouterCommand.reloadOutcome(request: request, outcome).encoded())
            case .maintenance(let revision, let part, let isLast):
                self.maintenanceParts += part
                if isLast { self.keepMaintenance(revision) }
            case .dump(let file, let part, let isLast):
                if let text = self.dumps.take(part, of: file, isLast: isLast) {
                    self.put(DumpDesk.Order(file: file, text: text))
                }
            case .snapshot(let part, let isLast):
                self.snapshotParts += part
                if isLast {
                    self.snapshot = self.snapshotParts
                    self.snapshotParts = []
                }
            }
        }
    }

    /// The checker has nothing to say here but that it goes.
    func readChecker() {
        guard let socket = self.checker?.socket else { return }
        while case .message? = try? socket.receive() {}
    }

    func routerEnded() throws(SystemError) {
        guard let child = self.router, let exit = try child.process.reap() else { return }
        // What it said last counts: its state is in there.
        self.readRouter()
        self.poller.remove(child.socket.descriptor)
        self.poller.remove(child.process.descriptor)
        self.router = nil
        self.hasRouterLeft = exit == .exited(0)
        if self.stopping != nil {
            if exit != .exited(0) {
                self.log.write(.warning, "the router ended with \(exit) while leaving")
                self.executeLastWill()
            }
            self.stopChecker()
            return
        }
        if exit == .exited(0) {
            // It was asked to leave by a signal of its own, and did.
            self.log.write(.warning, "the router process was told to leave by somebody else; stopping")
            self.beginStop(immediately: false)
            self.stopChecker()
            return
        }
        guard !self.options.restartsNothing else {
            self.log.write(.error, "the router died with \(exit); --dont-respawn: giving up its addresses and stopping")
            self.exitStatus = ExitStatus.failure
            self.executeLastWill()
            self.beginStop(immediately: true)
            self.stopChecker()
            return
        }
        let now = MonotonicClock.now()
        self.routerDeaths = self.routerDeaths.filter { now - $0 < Self.deathWindow } + [now]
        guard self.routerDeaths.count < Self.deathLimit else {
            self.log.write(
                .error,
                "the router died \(Self.deathLimit) times in \(Self.deathWindow.components.seconds) s, last with \(exit); giving up its addresses"
            )
            self.exitStatus = ExitStatus.failure
            self.executeLastWill()
            self.beginStop(immediately: true)
            self.stopChecker()
            return
        }
        self.log.write(.error, "the router died with \(exit); starting it again where it was")
        do {
            try self.startRouter(checkerIsRunning: self.checker != nil)
        } catch {
            self.log.write(.error, "the router cannot be started again: \(error); giving up its addresses")
            self.exitStatus = ExitStatus.failure
            self.executeLastWill()
            self.beginStop(immediately: true)
            self.stopChecker()
        }
    }

    func checkerEnded() throws(SystemError) {
        guard let child = self.checker, let exit = try child.process.reap() else { return }
        self.poller.remove(child.socket.descriptor)
        self.poller.remove(child.process.descriptor)
        self.checker = nil
        guard self.stopping == nil else { return }
        self.router?.unsent.append(RouterCommand.checkerExited.encoded())
        let now = MonotonicClock.now()
        guard self.checkerReplacedBy == nil else {
            self.checkerReplacedBy = nil
            self.startChecker()
            return
        }
        guard !self.options.restartsNothing else {
            self.log.write(.error, "the checker died with \(exit); --dont-respawn: stopping")
            self.exitStatus = ExitStatus.failure
            self.beginStop(immediately: false)
            return
        }
        let pause = self.checkerBackoff.next(afterLifeOf: now - child.startedAt)
        self.checkerDueAt = now + pause
        self.log.write(.error, "the checker died with \(exit); starting it again in \(pause.milliseconds) ms")
    }

    /// Hands over what waits, as far as there is room.
    func flush() {
        Self.flush(&self.router)
        Self.flush(&self.checker)
    }

    private static func flush(_ child: inout Child?) {
        while let message = child?.unsent.first {
            // A child that is gone is noticed by its process descriptor.
            guard let sent = try? child?.socket.send(message), sent else { return }
            child?.unsent.removeFirst()
        }
    }
}
