import Checks
import Configuration
import ConfigurationFiles
import Failover
import Glibc
import LinuxIO
import VRRP

extension Router {
    /// Datagrams and reports read from one socket in one turn, so that a flood does not starve the deadlines.
    private static let readsPerTurn = 256

    /// Runs until the node has left.
    ///
    /// - Returns: The exit code of the process.
    func run() -> Int32 {
        self.applyTreatment(after: nil)
        do {
            try self.listInterfaces()
            self.workOffHostJobs(atMost: .max)
            // What has just been made is to be known before the instances begin.
            try self.readMonitor()
            self.handle(.booted(ago: MonotonicClock.sinceBoot()))
            self.handle(.start)
            self.warnOfMissingInstances()
            self.workOffHostJobs(atMost: .max)
            self.watchRouting()
            self.report(.ready)
            self.tellChecker(.repeatReports)
            self.flush()
            self.lockMemory()
            while !self.isDone {
                try self.turn()
            }
            self.workOffItems(atMost: .max)
            self.workOffHostJobs(atMost: .max)
            self.flush()
            self.handOverWholeJournal()
            self.recorder?.finish()
            return ExitStatus.success
        } catch {
            self.log(.error, "the router cannot go on: \(error)")
            self.flush()
            return ExitStatus.failure
        }
    }

    private func turn() throws(SystemError) {
        self.regainPrecedence()
        self.flush()
        let now = MonotonicClock.now()
        let next = self.announcements.nextDeadline.map { pace in
            self.node.nextDeadline.map { min(pace, $0) } ?? pace
        }
        let deadline = next ?? self.node.nextDeadline
        let wakeUps = [deadline, self.journalRetryAt, self.maintenance.retryAt, self.recorder?.retryAt].compactMap(
            \.self
        )
        try self.timer.arm(at: wakeUps.min())
        // Frames that may leave now make the next wait a mere look.
        let isBusy =
            self.announcements.isReady(at: now) || !self.items.isEmpty || !self.hostJobs.isEmpty
            || (!self.journal.isEmpty && self.journalRetryAt == nil) || self.recorder?.isReady == true
        let events = try self.poller.wait(timeoutMilliseconds: isBusy ? 0 : -1)
        if let time = self.suspension.elapsed() { self.handle(.slept(time)) }

        var isDue = false
        var hasReports = false
        var clients: [Poller.Event] = []
        for event in events {
            switch event.token {
            case Token.signals: try self.readSignals()
            case Token.supervisor: try self.readCommands()
            case Token.checker: hasReports = true
            case Token.timer: isDue = true
            case Token.parsing: self.parsingEnded()
            case Token.dumping: self.dumpEnded()
            case Token.monitor: try self.readMonitor()
            case Token.routing: try self.readRouting()
            case Token.listener, Token.clients...: clients.append(event)
            default: self.receive(at: Token.place(event.token))
            }
        }
        if isDue {
            self.timer.acknowledge()
            self.timerEnded(dueAt: deadline)
            // A packet or a report may have come after the wait ended.
            for place in self.sockets.keys {
                self.receive(at: place)
            }
        }
        if hasReports || isDue {
            self.readReports()
        }
        if let deadline = self.node.nextDeadline, deadline <= MonotonicClock.now() {
            // The process may have been stopped since the wait ended.
            if !isDue {
                for place in self.sockets.keys {
                    self.receive(at: place)
                }
            }
            self.handle(.tick)
        }
        self.sendAnnouncements()
        self.workOffItems(atMost: RoutingQueue.perTurn)
        self.workOffHostJobs(atMost: 1)
        for event in clients {
            self.control.serve(event) { [self] request, number in self.answer(request, number) }
        }
    }

    /// What only the start needed is given back; everything touched from now on stays in memory.
    private func lockMemory() {
        ProcessMemory.releaseUnused()
        if self.node.configuration.global.processes.router.isLocked { self.applyLock() }
    }

    private func listInterfaces() throws(SystemError) {
        let addresses = try self.routes.addresses()
        let interfaces = try self.routes.links().map { link in
            InterfaceState(
                name: link.name,
                index: link.index,
                isUp: link.isUp && link.isRunning,
                hardwareAddress: link.hardwareAddress ?? MACAddress(rawValue: 0),
                addresses: addresses.filter { $0.interfaceIndex == link.index }.map(\.assigned)
            )
        }
        // Before the interfaces: what is announced because of them says whether this host is a router there.
        for state in try self.routes.forwarding() {
            self.handle(.forwardsIPv6(index: state.interfaceIndex, isOn: state.isOn))
        }
        self.handle(.interfaces(interfaces))
    }

    private func readMonitor() throws(SystemError) {
        let events = try self.monitor.read()
        for (position, event) in events.enumerated() {
            switch event {
            case .link(let link):
                self.handle(
                    .link(
                        name: link.name,
                        index: link.index,
                        isUp: link.isUp && link.isRunning,
                        hardwareAddress: link.hardwareAddress ?? MACAddress(rawValue: 0)
                    )
                )
            case .linkRemoved(let link):
                self.handle(.linkRemoved(index: link.index))
            case .address(let address):
                self.handle(.addressAdded(address.assigned, index: address.interfaceIndex))
            case .addressRemoved(let address):
                // Back already: the kernel takes secondary addresses along with their primary one, and they are set again.
                let isBack = events[position...].contains { later in
                    if case .address(let added) = later { added.isSame(as: address) } else { false }
                }
                guard !isBack else { continue }
                self.handle(.addressRemoved(address.assigned, index: address.interfaceIndex))
            case .forwarding(let state):
                self.handle(.forwardsIPv6(index: state.interfaceIndex, isOn: state.isOn))
            case .overrun:
                self.log(.warning, "the kernel dropped notifications of the network; listing interfaces again")
                try self.listInterfaces()
                return
            }
        }
    }

    private func receive(at place: ListeningPlace) {
        guard let socket = self.sockets[place] else { return }
        do {
            for _ in 0..<Self.readsPerTurn {
                guard let event = try socket.receive(at: place, into: &self.receiveBuffer) else { return }
                self.handle(event)
            }
        } catch {
            // The link went down; the monitor tells of it.
            self.log(.debug, "receiving on \(socket.interfaceName): \(error)")
        }
    }

    private func readReports() {
        self.journal.tellLeftOut(at: MonotonicClock.now(), UTCTime(nanoseconds: WallClock.nanoseconds()))
        do {
            for _ in 0..<Self.readsPerTurn {
                switch try self.checker.receive() {
                case .nothing, .closed:
                    return
                case .message(let bytes):
                    switch try? CheckerMessage(decoding: bytes) {
                    case .report(let report):
                        self.take(report)
                    case .reports(let reports):
                        for (position, report) in reports.enumerated() {
                            self.take(report)
                            if position % 16 == 15 { self.keepTime() }
                        }
                    case .fifoLosses(let path, let lines):
                        self.handle(.fifoLosses(path: path, lines: lines))
                    case .started:
                        self.handle(.checkerStarted)
                    case nil:
                        self.log(.warning, "the checker sent a message that is none; discarded")
                    }
                    self.keepTime()
                }
            }
        } catch {
            self.log(.warning, "reading from the checker: \(error)")
        }
    }

    /// What it says anew and what changes no health is for the journal as well.
    private func take(_ report: CheckReport) {
        self.handle(.report(report))
        guard let change = self.node.resultChange else { return }
        self.journal.append(change, at: MonotonicClock.now(), UTCTime(nanoseconds: WallClock.nanoseconds()))
    }

    /// Ten thousand results at once must not make an advertisement late. Packets still come before deadlines.
    private func keepTime() {
        guard self.node.isInstanceDue(at: MonotonicClock.now()) else { return }
        for place in self.sockets.keys {
            self.receive(at: place)
        }
        self.handle(.tick)
        self.sendAnnouncements()
    }

    private func readSignals() throws(SystemError) {
        while let event = try self.signals.read() {
            switch event.signal {
            case SIGTERM:
                // From the kernel when the supervisor has died, or from somebody who wants this process gone.
                self.log(.info, "SIGTERM: leaving")
                self.handle(.stop)
            default:
                // Of the others the supervisor gets its own and says what follows.
                if let request = DumpRequest(signal: event.signal) { self.requestDump(request) }
            }
        }
    }

    private func readCommands() throws(SystemError) {
        while true {
            switch try self.supervisor.receive() {
            case .nothing:
                return
            case .closed:
                self.poller.remove(self.supervisor.descriptor)
                self.handle(.stop)
                return
            case .message(let bytes):
                guard let command = try? RouterCommand(decoding: bytes) else {
                    self.log(.warning, "the supervisor sent a message that is none; discarded")
                    continue
                }
                self.obey(command)
            }
        }
    }

    private func obey(_ command: RouterCommand) {
        switch command {
        case .configuration(let part):
            self.take(part, isGood: true)
        case .tentative(let part):
            self.take(part, isGood: false)
        case .good(let generation):
            self.judge(generation, isGood: true)
        case .refused(let generation):
            self.judge(generation, isGood: false)
        case .stop:
            self.handle(.stop)
        case .stopNow:
            self.handle(.stopNow)
        case .leave:
            self.isDone = true
        case .checkerStarted:
            self.tellChecker(.repeatReports)
        case .checkerExited:
            self.handle(.checkerExited)
        case .maintenanceKept(let revision, let failure):
            self.maintenanceKept(revision, failure: failure)
        case .reloadOutcome(let request, let outcome):
            self.settle(request, outcome)
        case .dump(let request):
            self.requestDump(request)
        }
    }

    private func answer(_ request: ControlRequest, _ number: UInt64) -> String? {
        let now = MonotonicClock.now()
        switch request {
        case .status:
            self.keepMaintenance()
            return self.node.status(version: BatonVersion.current, processID: getpid(), at: now)
        case .explain(let instance):
            return self.node.explain(instance, at: now)
        case .order(let order):
            return self.answer(order, number)
        case .reload:
            self.report(.reloadWanted(request: number))
            return nil
        }
    }
}
