import Configuration
import VRRP

extension Node {
    /// Where the end of one of two was not heard of, the newer one.
    func interface(named name: String) -> InterfaceState? {
        var found: InterfaceState?
        for interface in self.interfaces.values
        where interface.name == name && found.map({ $0.index < interface.index }) ?? true {
            found = interface
        }
        return found
    }

    mutating func replaceInterfaces(_ interfaces: [InterfaceState], at now: Instant) {
        let before = self.interfaces
        self.interfaces = Dictionary(interfaces.map { ($0.index, $0) }) { first, _ in first }
        for interface in interfaces {
            let isUp = self.believed(interface.isUp, of: interface.name, index: interface.index)
            let settled = self.settled(
                isUp,
                after: before[interface.index]?.isUp,
                of: interface.name,
                index: interface.index,
                at: now
            )
            self.interfaces[interface.index]?.isUp = settled
        }
        let present = Set(self.interfaces.keys)
        self.forgetLinks { !present.contains($0) }
        let names = Set(interfaces.map(\.name))
        for name in self.ownInterfaces.keys.sorted() where !names.contains(name) {
            self.ownInterfaceVanished(name, at: now)
        }
        guard self.phase != .waiting else {
            self.arrangeHost(at: now)
            return
        }
        for (index, old) in before.sorted(by: { $0.key < $1.key })
        where self.interfaces[index]?.isUp != old.isUp && self.concernsAnybody(old.name) {
            self.cause = nil
            self.record(.linkChanged(interface: old.name, isUp: self.interfaces[index]?.isUp ?? false), at: now)
        }
        self.rebindAll(at: now)
        self.itemsMayHaveChanged(at: now)
        for index in self.instances.indices {
            self.cause = nil
            for placed in self.instances[index].held where !self.isPresent(placed) {
                self.addressLost(placed, of: index, at: now)
            }
        }
    }

    mutating func linkChanged(
        name: String,
        index: Int32,
        isUp: Bool,
        hardwareAddress: MACAddress,
        at now: Instant
    ) {
        let before = self.interfaces[index]
        var interface =
            before ?? InterfaceState(name: name, index: index, isUp: isUp, hardwareAddress: hardwareAddress)
        let isUp = self.settled(
            self.believed(isUp, of: name, index: index),
            after: before?.isUp,
            of: name,
            index: index,
            at: now
        )
        interface.name = name
        interface.isUp = isUp
        interface.hardwareAddress = hardwareAddress
        self.interfaces[index] = interface
        let hasAppeared = isUp && self.ownInterfaceAppeared(name)
        guard interface != before || hasAppeared, self.phase != .waiting else { return }
        if before?.isUp != interface.isUp || before?.name != name { self.itemsMayHaveChanged(at: now) }
        let isBeingMade = self.ownInterfaces[name]?.standing == .ordered
        if before?.isUp != isUp, self.concernsAnybody(name), !isBeingMade {
            self.record(.linkChanged(interface: name, isUp: isUp), at: now)
        }
        self.rebindAll(at: now)
    }

    mutating func linkRemoved(_ index: Int32, at now: Instant) {
        self.deafness = self.deafness.filter { $0.key.interfaceIndex != index }
        self.forgetLinks { $0 == index }
        self.forwardingIPv6.remove(index)
        guard let removed = self.interfaces.removeValue(forKey: index) else { return }
        self.ownInterfaceVanished(removed.name, at: now)
        guard self.phase != .waiting else { return }
        self.itemsMayHaveChanged(at: now)
        if self.concernsAnybody(removed.name) {
            self.record(.linkChanged(interface: removed.name, isUp: false), at: now)
        }
        self.rebindAll(at: now)
    }

    /// What was waited for, or found by polling, of interfaces that are gone.
    private mutating func forgetLinks(where isGone: (Int32) -> Bool) {
        self.unsettledLinks = self.unsettledLinks.filter { !isGone($0.key) }
        self.polledLinks = self.polledLinks.filter { !isGone($0.key) }
    }

    mutating func addressAdded(_ address: AssignedAddress, index: Int32, at now: Instant) {
        guard var interface = self.interfaces[index], !interface.addresses.contains(address) else { return }
        if let position = interface.addresses.firstIndex(where: { $0.isSame(as: address) }) {
            interface.addresses[position] = address
            self.interfaces[index] = interface
            self.standingChanged(address, interfaceIndex: index, at: now)
        } else {
            interface.addresses.append(address)
            self.interfaces[index] = interface
            if address.standing == .duplicate { self.standingChanged(address, interfaceIndex: index, at: now) }
        }
        self.addressesChanged(address, on: interface.name, at: now)
    }

    mutating func addressRemoved(_ address: AssignedAddress, index: Int32, at now: Instant) {
        guard var interface = self.interfaces[index], interface.addresses.contains(where: { $0.isSame(as: address) })
        else { return }
        interface.addresses.removeAll { $0.isSame(as: address) }
        self.interfaces[index] = interface
        for position in self.instances.indices {
            let lost = self.instances[position].held.first {
                $0.interfaceIndex == index && $0.address == address.address
                    && $0.prefixLength == address.prefixLength
            }
            if let lost {
                self.addressLost(lost, of: position, at: now)
            }
        }
        let isStatic = self.statics.placed.contains { item in
            guard item.origin.isTracked, case .address(let placed) = item.kind else { return false }
            return placed.interfaceIndex == index && placed.address == address.address
                && placed.prefixLength == address.prefixLength
        }
        if isStatic { self.restoreItems(of: nil, at: now) }
        self.addressesChanged(address, on: interface.name, at: now)
    }

    /// A virtual address coming or going changes no source; with hundreds of them that is worth knowing.
    private mutating func addressesChanged(_ address: AssignedAddress, on name: String, at now: Instant) {
        guard self.phase != .waiting else { return }
        let isVirtual = self.instances.contains { instance in
            instance.configuration.router.basePriority != .owner
                && (instance.configuration.virtualAddresses + instance.configuration.excludedAddresses)
                    .contains { $0.address == address.address && (!address.address.isLinkLocal || $0.device == name) }
        }
        if !isVirtual {
            self.itemsMayHaveChanged(at: now)
            self.rebindAll(at: now)
        }
    }

    func concernsAnybody(_ name: String) -> Bool {
        self.instances.contains { instance in
            instance.configuration.interface == name
                || instance.configuration.virtualInterfaces.contains { [$0.name, $0.link].contains(name) }
                || instance.configuration.trackedInterfaces.contains { $0.name == name }
                || (instance.configuration.virtualAddresses + instance.configuration.excludedAddresses)
                    .contains { $0.device == name }
                || instance.configuration.items.contains { $0.names(name) }
        } || self.configuration.statics.contains { $0.names(name) }
    }

    /// Finds every instance's interface and source again, and what follows from a change.
    mutating func rebindAll(at now: Instant) {
        let cause = self.cause
        let sources = self.instances.map(\.source)
        self.arrangeHost(at: now)
        self.bindAll()
        for index in self.instances.indices {
            self.cause = cause
            if let changed = self.instances[index].source, let before = sources[index], changed != before {
                self.record(.sourceChanged(changed), of: self.instances[index].name, at: now)
            }
            self.evaluate(index, at: now)
            // An interface an address stands on may be another one by the same name.
            guard self.instances[index].holdsAddresses else { continue }
            let placed = self.placedAddresses(of: self.instances[index])
            // What is announced on one that is down is lost.
            let canAnnounce = placed.allSatisfy { self.interfaces[$0.interfaceIndex]?.isUp == true }
            if canAnnounce, self.instances[index].held != placed { self.restoreMissing(index, at: now) }
        }
    }

    /// Connects the instances to the interfaces of their names as they are now.
    mutating func bindAll() {
        self.findVirtualAddresses()
        self.routes = [:]
        let own = OwnAddresses(of: self)
        for index in self.instances.indices {
            let configuration = self.instances[index].configuration
            let interface = self.interface(named: configuration.interface)
            self.instances[index].interfaceIndex = interface?.index
            self.instances[index].source = self.source(for: configuration, on: interface, own)
            if let source = self.instances[index].source {
                self.instances[index].lastSource = source
            }
            self.instances[index].policy = Instance.policy(
                for: configuration,
                group: self.group(of: configuration),
                localAddresses: own.around(interface)
            )
            self.instances[index].ownIndex = interface == nil ? nil : self.ownIndex(of: configuration)
            for place in [interface?.index, self.instances[index].ownIndex] {
                guard let place else { continue }
                let route = Route(
                    interfaceIndex: place,
                    family: configuration.router.family,
                    virtualRouterID: configuration.router.virtualRouterID
                )
                self.routes[route, default: []].append(index)
            }
        }
        self.arrangeListening()
    }

    /// The virtual interface of an instance, where advertisements leave and arrive that carry its hardware address.
    private func ownIndex(of configuration: InstanceConfiguration) -> Int32? {
        guard let virtual = configuration.virtualInterface, case .macvlan = virtual.kind,
            self.ownInterfaces[virtual.name]?.standing == .present
        else { return nil }
        return self.interface(named: virtual.name)?.index
    }
}
