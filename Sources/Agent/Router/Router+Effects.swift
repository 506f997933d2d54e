import Checks
import Configuration
import Failover
import LinuxIO
import VRRP

extension Router {
    /// The one place where a decision becomes a deed.
    func perform(_ effect: Effect) {
        switch effect {
        case .listen(let interface, let index):
            self.listen(on: interface, index: index)
        case .unlisten(let index):
            if let socket = self.sockets.removeValue(forKey: index) {
                self.poller.remove(socket.descriptor)
            }
        case .transmit(let transmission):
            self.transmit(transmission)
        case .addAddresses(let addresses, let instance):
            self.add(addresses, instance: instance)
        case .removeAddresses(let addresses, let instance):
            self.remove(addresses, instance: instance)
        case .announce(let announcements, let instance):
            self.announcements.append(announcements, instance: instance)
        case .withdrawAnnouncements(let instance):
            self.announcements.withdraw(instance: instance)
        case .notify(let request):
            self.notify(request)
        case .journal(let entry):
            self.owesSnapshot = true
            self.log(entry.change.level, entry.change.description, instance: entry.instance)
        case .log(let line):
            self.log(line.level, line.text, instance: line.instance)
        case .stopped:
            self.isDone = true
        }
    }

    private func listen(on interface: String, index: Int32) {
        let group = self.node.configuration.global.multicastGroup
        do {
            let socket = try VRRPSocket(interfaceIndex: index, name: interface, multicastGroup: group)
            try self.poller.add(socket.descriptor, token: Token.sockets | UInt64(UInt32(bitPattern: index)))
            self.sockets[index] = socket
        } catch {
            self.log(.error, "cannot receive advertisements on \(interface): \(error)")
        }
    }

    private func transmit(_ transmission: Transmission) {
        guard let socket = self.sockets[transmission.interfaceIndex] else { return }
        do {
            try socket.send(transmission.packet, to: transmission.destination)
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

    private func add(_ addresses: [PlacedAddress], instance: String) {
        do {
            for (address, result) in zip(addresses, try self.routes.add(addresses.map(\.onInterface))) {
                switch result {
                case .done, .exists, .notFound:
                    break
                case .failed(let error):
                    self.handle(.addressRefused(address, instance: instance, reason: "\(error)"))
                }
            }
        } catch {
            self.log(.error, "cannot set addresses: \(error)", instance: instance)
        }
    }

    private func remove(_ addresses: [PlacedAddress], instance: String) {
        do {
            let companions = try self.companions(of: addresses)
            for (address, result) in zip(addresses, try self.routes.remove(addresses.map(\.onInterface))) {
                if case .failed(let error) = result {
                    self.log(.error, "cannot remove \(address): \(error)", instance: instance)
                }
            }
            if !companions.isEmpty {
                _ = try self.routes.add(companions)
            }
        } catch {
            self.log(.error, "cannot remove addresses: \(error)", instance: instance)
        }
    }

    /// The addresses that the kernel would take along: those of the same network behind a primary address that goes.
    ///
    /// A virtual address is primary only where it was there first, for example left behind by a dead predecessor.
    private func companions(of leaving: [PlacedAddress]) throws(SystemError) -> [InterfaceAddress] {
        let isPrimary = leaving.contains { placed in
            let onInterface = self.node.interfaces[placed.interfaceIndex]?.addresses ?? []
            let network = onInterface.filter { $0.prefixLength == placed.prefixLength && $0.isNeighbour(of: placed) }
            return network.count > 1 && network.first?.address == placed.address
        }
        guard isPrimary else { return [] }
        return try self.routes.addresses().filter { address in
            leaving.contains { $0.interfaceIndex == address.interfaceIndex }
                && !leaving.contains { $0.onInterface.isSame(as: address) }
        }
    }

    private func notify(_ request: NotifyRequest) {
        guard self.unsentNotifies.isEmpty else {
            self.unsentNotifies.append(request)
            return
        }
        if !self.tellChecker(.notify(request)) {
            self.unsentNotifies.append(request)
        }
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
        let pause = self.node.configuration.global.gratuitousARPInterval
        let frames = self.announcements.frames(at: now, pause: pause)
        guard !frames.isEmpty else { return }
        let progress = self.packets.send(frames[...])
        self.announcements.done(progress.sent, at: now, pause: pause)
        guard progress.sent < frames.count else { return }
        guard let failure = progress.failure else {
            self.announcements.postpone(at: now)
            return
        }
        // This frame can never go; the ones behind it may.
        self.announcements.done(1, at: now, pause: pause)
        if self.sendErrors.allows(at: now) {
            self.log(.warning, "cannot announce an address: \(failure)")
        }
    }

    /// Sends what waits for the supervisor and the checker, as far as there is room.
    func flush() {
        while let request = self.unsentNotifies.first, self.tellChecker(.notify(request)) {
            self.unsentNotifies.removeFirst()
        }
        if self.owesSnapshot, self.outgoing.count < 500 {
            self.owesSnapshot = false
            self.outgoing += RouterReport.parts(ofSnapshot: self.node.snapshot.encoded())
        }
        var sent = 0
        for report in self.outgoing {
            guard (try? self.supervisor.send(report.encoded())) == true else { break }
            sent += 1
        }
        self.outgoing.removeFirst(sent)
        if self.outgoing.isEmpty, self.droppedLogLines > 0 {
            let dropped = self.droppedLogLines
            self.droppedLogLines = 0
            self.log(.warning, "\(dropped) log lines were dropped: the reader of the log does not keep up")
        }
    }
}

extension AssignedAddress {
    /// Whether both are of one network of this prefix length.
    func isNeighbour(of placed: PlacedAddress) -> Bool {
        guard self.prefixLength > 0 else { return true }
        let shift = 32 - UInt32(min(self.prefixLength, 32))
        return self.address.rawValue >> shift == placed.address.rawValue >> shift
    }
}

extension InterfaceAddress {
    /// Whether both are the same address of the same interface, whatever their labels.
    func isSame(as other: InterfaceAddress) -> Bool {
        self.interfaceIndex == other.interfaceIndex && self.address == other.address
            && self.prefixLength == other.prefixLength
    }
}

extension PlacedAddress {
    var onInterface: InterfaceAddress {
        InterfaceAddress(
            interfaceIndex: self.interfaceIndex,
            address: self.address,
            prefixLength: self.prefixLength,
            label: self.label,
            scope: self.scope,
            broadcast: self.broadcast
        )
    }
}
