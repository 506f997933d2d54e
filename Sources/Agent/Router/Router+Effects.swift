import Checks
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

extension Router {
    private static let unsentNotifyLimit = 1000

    /// The one place where a decision becomes a deed.
    func perform(_ effect: Effect) {
        switch effect {
        case .listen(let listening):
            self.listen(listening)
        case .unlisten(let place):
            if let socket = self.sockets.removeValue(forKey: place) {
                self.poller.remove(socket.descriptor)
            }
        case .makeInterface(let order):
            self.hostJobs.append(.make(order))
        case .removeInterface(let name, let index):
            self.hostJobs.append(.remove(name: name, index: index))
        case .changeSetting(let setting):
            self.change(setting)
        case .restoreSetting(let changed):
            self.restore(changed)
        case .forward(let interface, let link):
            self.forward(on: interface, as: link)
        case .filter(let filter):
            self.install(filter)
        case .pollLinks(let links):
            self.poll(links)
        case .transmit(let transmission):
            self.transmit(transmission)
        case .addAddresses(let addresses, let instance):
            self.add(addresses, instance: instance)
        case .removeAddresses(let addresses, let instance):
            self.remove(addresses, instance: instance)
        case .addItems(let items, let owner, let isRestoring):
            self.items.append(.adding(items, owner: owner, isRestoring: isRestoring))
            self.workOffItems(atMost: RoutingQueue.atOnce)
        case .removeItems(let items, let owner):
            self.items.append(.removing(items, owner: owner))
            self.workOffItems(atMost: RoutingQueue.atOnce)
        case .announce(let announcements, let instance):
            self.did(.announced(frames: announcements.count), for: instance)
            self.announcements.append(announcements, instance: instance)
        case .withdrawAnnouncements(let instance):
            self.announcements.withdraw(instance: instance)
        case .notify(let request):
            self.tellInOrder(.notify(request))
        case .tell(let notice):
            self.tellInOrder(.notice(notice))
        case .journal(let entry):
            self.owesSnapshot = true
            let time = UTCTime(nanoseconds: WallClock.nanoseconds())
            self.journal.append(entry, after: self.streak(of: entry.change), at: time)
            self.log(entry.change.level, entry.change.description, instance: entry.instance)
        case .log(let line):
            self.log(line.level, line.text, instance: line.instance)
        case .stopped:
            self.isDone = true
        }
    }

    private func listen(_ listening: Listening) {
        self.owesSnapshot = true
        do {
            let socket = try AdvertisementSocket(listening) { () throws(SystemError) in
                Int(try self.routes.link(named: listening.interface)?.mtu ?? 0)
            }
            try self.poller.add(socket.descriptor, token: Token.socket(listening.place))
            self.sockets[listening.place] = socket
        } catch {
            self.handle(.listenFailed(listening.place, reason: "\(error)"))
        }
    }

    /// One that cannot be asked any more is gone, and the monitor tells of that.
    private func poll(_ links: [PolledLink]) {
        for link in links {
            guard let isUp = try? self.linkProber.isUp(link.interface, by: link.probe.method) else { continue }
            self.handle(.linkPolled(index: link.index, isUp: isUp))
        }
    }

    private func transmit(_ transmission: Transmission) {
        let place = ListeningPlace(interfaceIndex: transmission.interfaceIndex, family: transmission.source.family)
        guard let socket = self.sockets[place] else { return }
        do {
            if transmission.isFrame {
                try self.packets.send(transmission.packet, interfaceIndex: transmission.interfaceIndex)
            } else {
                try socket.send(transmission)
            }
        } catch {
            if self.sendErrors.allows(at: MonotonicClock.now()) {
                let more = self.sendErrors.takeHeldBack()
                let suffix = more > 0 ? " (and \(more) more)" : ""
                self.log(
                    .warning,
                    "cannot send to \(transmission.destination) on \(socket.interfaceName): \(error)\(suffix)"
                )
            }
        }
    }

    /// How many equal results in a row a change of health comes from.
    private func streak(of change: Change) -> Int? {
        switch change {
        case .health(let check, _, let health, _), .observedHealth(let check, _, let health, _):
            return self.node.checks[check]?.streak(passed: health == .up)
        case .wouldHave, .score, .linkChanged, .sourceChanged, .faultBegan, .faultEnded, .lastResortBegan,
            .lastResortHeld, .lastResortEnded, .withheld, .withheldCounts, .withheldEnded, .priority, .transition,
            .syncGroup, .addressLost, .addressRefused, .addressDuplicate, .itemRefused, .itemSet, .itemRestored,
            .leftoverRemoved, .virtualInterfaceLost, .filterRefused, .checkerExited, .checkerStarted, .stalled,
            .clockBehind, .startGateExpired, .reloaded, .stopRequested, .masterChanged, .damped, .returnSuppressed,
            .dampingLifted, .dampingEnded, .maintenance, .drill:
            return nil
        }
    }

    private func did(_ deed: JournalDeed, for instance: String) {
        let time = UTCTime(nanoseconds: WallClock.nanoseconds())
        self.journal.append(deed, of: instance, at: MonotonicClock.now(), time)
    }

    private func add(_ addresses: [PlacedAddress], instance: String) {
        do {
            var set: [PlacedAddress] = []
            defer { if !set.isEmpty { self.did(.addressesSet(set), for: instance) } }
            for (address, result) in zip(addresses, try self.routes.add(addresses.map(\.onInterface))) {
                switch result {
                case .done, .exists, .notFound:
                    set.append(address)
                case .failed(let error):
                    let reason = self.reason(why: error, address)
                    self.handle(.addressRefused(address, instance: instance, reason: reason))
                }
            }
        } catch {
            self.log(.error, "cannot set addresses: \(error)", instance: instance)
        }
    }

    /// What the kernel's answer to a wish for an address means where it does not say so itself.
    private func reason(why error: SystemError, _ address: PlacedAddress) -> String {
        guard error.code == EACCES, address.address.family == .ipv6,
            let name = self.node.interfaces[address.interfaceIndex]?.name
        else { return "\(error)" }
        return "\(error): IPv6 is switched off on \(name); set net.ipv6.conf.\(name).disable_ipv6 to 0"
    }

    private func remove(_ addresses: [PlacedAddress], instance: String) {
        do {
            let results = try self.routes.remove(addresses, keepingCompanionsOn: self.node.interfaces)
            var removed: [PlacedAddress] = []
            for (address, result) in zip(addresses, results) {
                if case .failed(let error) = result {
                    self.log(.error, "cannot remove \(address): \(error)", instance: instance)
                } else {
                    removed.append(address)
                }
            }
            if !removed.isEmpty { self.did(.addressesRemoved(removed), for: instance) }
        } catch {
            self.log(.error, "cannot remove addresses: \(error)", instance: instance)
        }
    }

    /// Notify scripts and notices: none overtakes another.
    private func tellInOrder(_ message: RouterMessage) {
        if self.unsentNotifies.isEmpty, self.tellChecker(message) { return }
        if self.unsentNotifies.count >= Self.unsentNotifyLimit {
            // The latest states are the ones that matter.
            self.unsentNotifies.removeFirst()
            self.log(.warning, "the checker takes no notify requests; the oldest is dropped")
        }
        self.unsentNotifies.append(message)
    }

    /// - Returns: Whether there was room for it.
    @discardableResult
    func tellChecker(_ message: RouterMessage) -> Bool {
        do {
            return try self.checker.send(message.encoded())
        } catch {
            self.log(.warning, "the checker does not listen: \(error)")
            return false
        }
    }

    func sendAnnouncements() {
        let now = MonotonicClock.now()
        let frames = self.announcements.frames(at: now)
        guard !frames.isEmpty else { return }
        let progress = self.packets.send(frames[...])
        self.announcements.done(progress.sent, at: now)
        guard progress.sent < frames.count else { return }
        guard let failure = progress.failure else {
            self.announcements.postpone(at: now)
            return
        }
        // This frame can never go; the ones behind it may.
        self.announcements.done(1, at: now)
        if self.sendErrors.allows(at: now) {
            self.log(.warning, "cannot announce an address: \(failure)")
        }
    }

    /// Everything that is left, as far as there is room: this process ends.
    func handOverWholeJournal() {
        self.journalRetryAt = nil
        self.journal.tellLeftOut(
            at: MonotonicClock.now(),
            UTCTime(nanoseconds: WallClock.nanoseconds()),
            isLast: true
        )
        while !self.journal.isEmpty, self.journalRetryAt == nil { self.handOverJournal() }
    }

    /// One message a turn, so that a storm of changes delays nothing; what is left makes the next turn a short one.
    private func handOverJournal() {
        guard !self.journal.isEmpty else { return }
        guard self.node.configuration.global.journal.path != nil else {
            self.journal.done(.max)
            return
        }
        let now = MonotonicClock.now()
        if let retryAt = self.journalRetryAt, now < retryAt { return }
        let message = self.journal.message(at: now, UTCTime(nanoseconds: WallClock.nanoseconds()))
        guard (try? self.checker.send(RouterMessage.journal(message.bytes).encoded())) == true else {
            self.journalRetryAt = now + .milliseconds(100)
            return
        }
        self.journalRetryAt = nil
        self.journal.done(message.lines)
    }

    /// Sends what waits for the supervisor and the checker, as far as there is room.
    func flush() {
        while let message = self.unsentNotifies.first, self.tellChecker(message) {
            self.unsentNotifies.removeFirst()
        }
        self.handOverJournal()
        self.handOverRecording()
        self.keepMaintenance()
        if self.owesSnapshot, self.outgoing.count < 500 {
            self.owesSnapshot = false
            self.outgoing += RouterReport.parts(ofSnapshot: self.node.snapshot.encoded())
        }
        if self.owesChanges {
            self.owesChanges = false
            self.outgoing.append(.changes(self.node.changes))
        }
        var sent = 0
        for report in self.outgoing {
            guard (try? self.supervisor.send(report.encoded())) == true else { break }
            sent += 1
        }
        if sent == self.outgoing.count {
            self.outgoing = []
        } else {
            self.outgoing.removeFirst(sent)
        }
        if self.outgoing.isEmpty, self.droppedLogLines > 0 {
            let dropped = self.droppedLogLines
            self.droppedLogLines = 0
            self.log(.warning, "\(dropped) log lines were dropped: the reader of the log does not keep up")
        }
    }
}
