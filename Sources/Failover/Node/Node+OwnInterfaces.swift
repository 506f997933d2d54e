import Configuration
import VRRP

extension Node {
    /// How long an interface that cannot be made is waited with.
    private static let interfacePause = Duration.seconds(10)

    /// What an interface with a virtual router's hardware address needs to be, before it is switched on.
    ///
    /// It answers ARP for its own addresses only and asks in their name only; a packet that comes in there may be
    /// answered by another interface; no IPv6 address appears by itself; and it forwards nothing until its virtual router is
    /// master.
    private static func settings(of interface: VirtualInterface) -> [KernelSetting] {
        guard case .macvlan = interface.kind else { return [] }
        let ipv4 = "net/ipv4/conf/\(interface.name)/"
        let ipv6 = "net/ipv6/conf/\(interface.name)/"
        return [
            KernelSetting(ipv4 + "arp_ignore", 1),
            KernelSetting(ipv4 + "arp_announce", 2),
            KernelSetting(ipv4 + "rp_filter", 2),
            KernelSetting(ipv4 + "promote_secondaries", 1),
            KernelSetting(ipv4 + "forwarding", 0),
            KernelSetting(ipv6 + "addr_gen_mode", 1),
            KernelSetting(ipv6 + "autoconf", 0),
            KernelSetting(ipv6 + "accept_ra", 0),
            KernelSetting(ipv6 + "router_solicitations", 0),
            KernelSetting(ipv6 + "forwarding", 0),
        ]
    }

    /// The virtual interfaces of all instances, those that are leaving included.
    private var wantedInterfaces: [VirtualInterface] { self.instances.flatMap(\.configuration.virtualInterfaces) }

    /// Brings interfaces, kernel parameters and the packet filter to what the instances need.
    mutating func arrangeHost(at now: Instant) {
        switch self.phase {
        case .waiting, .running: break
        case .stopping, .stopped: return
        }
        self.arrangeInterfaces(at: now)
        self.arrangeSettings(self.wantedSettings)
        self.arrangeFilter()
    }

    /// Puts everything back, when the last instance has left.
    mutating func clearHost() {
        for name in self.ownInterfaces.keys.sorted() {
            self.removeOwnInterface(name)
        }
        self.arrangeSettings([:])
        if self.filter?.isEmpty == false {
            self.install(PacketFilter(settings: self.configuration.global.filter, blocked: []))
        }
    }

    private mutating func arrangeInterfaces(at now: Instant) {
        let wanted = Dictionary(self.wantedInterfaces.map { ($0.name, $0) }) { first, _ in first }
        self.removeLeftInterfaces(except: wanted.keys)
        for (name, own) in self.ownInterfaces.sorted(by: { $0.key < $1.key }) where wanted[name] != own.configuration {
            self.removeOwnInterface(name)
        }
        for interface in self.wantedInterfaces {
            let own = self.ownInterfaces[interface.name]
            guard own == nil || own?.standing == .due, let link = self.interface(named: interface.link) else {
                continue
            }
            self.ownInterfaces[interface.name] = OwnInterface(
                configuration: interface,
                standing: .ordered,
                refusal: own?.refusal
            )
            let vrf = self.instances.first { $0.configuration.virtualInterfaces.contains(interface) }?.configuration.vrf
            self.effects.append(
                .makeInterface(
                    InterfaceOrder(
                        interface: interface,
                        linkIndex: link.index,
                        masterIndex: vrf.flatMap { self.interface(named: $0)?.index },
                        settings: Self.settings(of: interface)
                    )
                )
            )
        }
    }

    /// Those an agent of another configuration made before it was killed. They still have its addresses.
    private mutating func removeLeftInterfaces(except wanted: Dictionary<String, VirtualInterface>.Keys) {
        for left in self.leftInterfaces where !wanted.contains(left.name) {
            guard self.interface(named: left.name)?.index == left.index else { continue }
            self.effects.append(.removeInterface(name: left.name, index: left.index))
        }
        self.leftInterfaces = []
    }

    /// Interfaces that would be left if this process were killed now.
    var madeInterfaces: [MadeInterface] {
        let own = self.ownInterfaces.values.filter { $0.standing == .present }.map(\.configuration.name).sorted()
        let known = own.compactMap { name in
            self.interface(named: name).map { MadeInterface(name: name, index: $0.index) }
        }
        return known + self.leftInterfaces.filter { !known.contains($0) }
    }

    private mutating func removeOwnInterface(_ name: String) {
        guard let own = self.ownInterfaces.removeValue(forKey: name), own.standing == .present,
            let interface = self.interface(named: name)
        else { return }
        self.unlisten(on: interface.index)
        self.effects.append(.removeInterface(name: name, index: interface.index))
    }

    /// A virtual interface is there and up, or there again.
    ///
    /// - Returns: Whether it was waited for.
    mutating func ownInterfaceAppeared(_ name: String) -> Bool {
        guard self.ownInterfaces[name]?.standing == .ordered else { return false }
        self.ownInterfaces[name]?.standing = .present
        self.ownInterfaces[name]?.refusal = nil
        for index in self.instances.indices
        where self.instances[index].holdsAddresses
            && self.instances[index].configuration.virtualInterfaces.contains(where: { $0.name == name })
        {
            self.forward(index, isMaster: true)
        }
        return true
    }

    /// Somebody removed a virtual interface: it is made again at once, but not for ever in a race with whoever does it.
    mutating func ownInterfaceVanished(_ name: String, at now: Instant) {
        guard let own = self.ownInterfaces[name] else { return }
        switch own.standing {
        case .refused, .due: return
        case .ordered, .present: break
        }
        guard self.interface(named: own.configuration.link) != nil else {
            // It went with the interface below, and comes with it.
            self.ownInterfaces[name] = nil
            return
        }
        self.record(.virtualInterfaceLost(name), at: now)
        if self.remaking.allows(at: now) {
            self.ownInterfaces[name] = nil
        } else {
            let until = self.remaking.nextWindow ?? now + Self.interfacePause
            self.ownInterfaces[name]?.standing = .refused(until: until)
            self.ownInterfaces[name]?.refusal = "it is removed again and again"
        }
    }

    mutating func interfaceRefused(_ name: String, reason: String, at now: Instant) {
        guard self.ownInterfaces[name] != nil else { return }
        self.ownInterfaces[name]?.standing = .refused(until: now + Self.interfacePause)
        self.ownInterfaces[name]?.refusal = reason
        guard self.phase == .running else { return }
        self.rebindAll(at: now)
    }

    /// When an interface that could not be made is tried again; nil = there is none.
    var nextInterfaceTrial: Instant? {
        self.ownInterfaces.values.compactMap { own in
            if case .refused(let until) = own.standing { until } else { nil }
        }.min()
    }

    mutating func makeInterfacesAgain(at now: Instant) {
        guard let trial = self.nextInterfaceTrial, trial <= now else { return }
        for (name, own) in self.ownInterfaces {
            if case .refused(let until) = own.standing, until <= now { self.ownInterfaces[name]?.standing = .due }
        }
        self.rebindAll(at: now)
    }

    /// Why an instance cannot do with the virtual interfaces it has.
    func ownInterfaceFaults(of instance: Instance) -> [FaultCause] {
        instance.configuration.virtualInterfaces.compactMap { interface in
            let own = self.ownInterfaces[interface.name]
            switch own?.standing {
            case nil, .ordered, .due, .refused:
                // It is tried again from time to time, and nobody is told of a fault that was over only in between.
                return own?.refusal.map { .virtualInterfaceRefused(name: interface.name, reason: $0) }
            case .present:
                guard let state = self.interface(named: interface.name) else {
                    return .interfaceMissing(interface.name)
                }
                let place = ListeningPlace(
                    interfaceIndex: state.index,
                    family: instance.configuration.router.family
                )
                if let deafness = self.deafness[place] {
                    return .cannotListen(interface: interface.name, reason: deafness.reason)
                }
                let counts = !instance.configuration.ignoresOwnInterface
                return state.isUp || !counts ? nil : .interfaceDown(interface.name)
            }
        }
    }

    /// A master forwards what comes in for its virtual hardware address as its link does; a backup drops it
    /// (RFC 9568 section 6.4.2).
    mutating func forward(_ index: Int, isMaster: Bool) {
        for interface in self.instances[index].configuration.virtualInterfaces {
            guard case .macvlan = interface.kind, self.ownInterfaces[interface.name]?.standing == .present else {
                continue
            }
            self.effects.append(.forward(interface: interface.name, as: isMaster ? interface.link : nil))
        }
    }
}
