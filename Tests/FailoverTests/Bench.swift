import Checks
import Configuration
import Failover
import VRRP

/// A node on a test bench: two interfaces, a virtual clock, and shorthand for events.
struct Bench {
    static let own = IPAddress(172, 20, 128, 2)
    static let peer = IPAddress(172, 20, 128, 3)
    static let virtual = IPAddress(172, 20, 128, 4)
    static let eth0: Int32 = 2
    static let eth1: Int32 = 3

    var node: Node
    var now = Instant(nanoseconds: 1_000_000_000_000)
    /// Items the kernel refuses, by their text, and why.
    var refusals: [String: String] = [:]
    /// Addresses the kernel refuses.
    var refusedAddresses: Set<IPAddress> = []
    /// What the kernel has set for the node.
    private(set) var onInterfaces: Set<PlacedAddress> = []
    private(set) var inTables: Set<PlacedItem> = []
    private var events = EventQueue()
    /// What followed from answers of the kernel.
    private var consequences: [Effect] = []

    static func check(
        _ name: String,
        weight: Int = 0,
        reverse: Bool = false,
        rise: Int = 1,
        fall: Int = 1,
        onUnknown: UnknownPolicy = .fail
    ) -> CheckDefinition {
        CheckDefinition(
            name: name,
            kind: "process",
            options: CheckOptions(arguments: ["nginx"], argument: .string("nginx")),
            schedule: CheckSchedule(interval: .seconds(2), rise: rise, fall: fall),
            weight: CheckWeight(value: weight, reverse: reverse),
            onUnknown: onUnknown
        )
    }

    /// Tests name identifiers that exist.
    static func identifier(_ number: UInt8) -> VirtualRouterID {
        guard let identifier = VirtualRouterID(rawValue: number) else { fatalError("no VRID \(number)") }
        return identifier
    }

    static func instance(
        _ name: String = "VI_1",
        vrid: UInt8 = 51,
        priority: UInt8 = 150,
        checks: [CheckDefinition] = [],
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> InstanceConfiguration {
        var settings = VirtualRouterSettings(
            virtualRouterID: Self.identifier(vrid),
            version: .v2,
            basePriority: Priority(rawValue: priority),
            advertisementInterval: .default,
            addresses: [Self.virtual]
        )
        settings.gratuitousARP.masterDelay = .zero
        var instance = InstanceConfiguration(
            name: name,
            location: SourceLocation(file: "test.conf", line: 1, column: 1),
            interface: "eth0",
            router: settings
        )
        instance.virtualAddresses = [VirtualAddress(address: Self.virtual, prefixLength: 24, device: "eth0")]
        instance.trackedChecks = checks.map { TrackedCheck(name: $0.name, weight: $0.weight) }
        change(&instance)
        return instance
    }

    static func configuration(
        _ instances: [InstanceConfiguration],
        checks: [CheckDefinition] = [],
        change: (inout GlobalConfiguration) -> Void = { _ in }
    ) -> AgentConfiguration {
        var configuration = AgentConfiguration(checks: checks, instances: instances)
        change(&configuration.global)
        return configuration
    }

    static func interfaces(eth0Up: Bool = true, leftover: Bool = false) -> [InterfaceState] {
        let mac = MACAddress(rawValue: 0x0200_ac14_8002)
        var addresses = [AssignedAddress(address: own, prefixLength: 16)]
        if leftover {
            addresses.append(AssignedAddress(address: virtual, prefixLength: 24))
        }
        return [
            InterfaceState(name: "eth0", index: eth0, isUp: eth0Up, hardwareAddress: mac, addresses: addresses),
            InterfaceState(name: "eth1", index: eth1, isUp: true, hardwareAddress: mac),
        ]
    }

    init(_ configuration: AgentConfiguration) {
        self.node = Node(configuration: configuration, generation: 1, at: self.now)
    }

    /// A bench whose node has its interfaces and has begun.
    static func started(_ configuration: AgentConfiguration) -> Bench {
        var bench = Bench(configuration)
        _ = bench.handle(.interfaces(interfaces()))
        _ = bench.handle(.checkerStarted)
        _ = bench.handle(.start)
        return bench
    }

    /// One instance that has become master.
    static func master(_ configuration: AgentConfiguration) -> Bench {
        var bench = started(configuration)
        for check in configuration.checks {
            _ = bench.report(check.name, .pass)
        }
        _ = bench.advance(.seconds(4))
        return bench
    }

    /// What the node decides on the event. What it decides on the kernel's answers is kept for ``takeEffects()``.
    mutating func handle(_ event: Event) -> [Effect] {
        var decided: [Effect]?
        guard self.events.append(event) else { return [] }
        while let event = self.events.next() {
            let effects = self.node.handle(event, at: self.now)
            for effect in effects { self.perform(effect) }
            if decided == nil { decided = effects } else { self.consequences += effects }
        }
        return decided ?? []
    }

    /// The kernel does what it is told to do, and answers.
    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .addAddresses(let addresses, let instance):
            for address in addresses {
                guard !self.refusedAddresses.contains(address.address) else {
                    _ = self.events.append(.addressRefused(address, instance: instance, reason: "no"))
                    continue
                }
                self.onInterfaces.insert(address)
                let assigned = AssignedAddress(address: address.address, prefixLength: address.prefixLength)
                _ = self.events.append(.addressAdded(assigned, index: address.interfaceIndex))
            }
        case .removeAddresses(let addresses, _):
            for address in addresses {
                self.onInterfaces.remove(address)
                let assigned = AssignedAddress(address: address.address, prefixLength: address.prefixLength)
                _ = self.events.append(.addressRemoved(assigned, index: address.interfaceIndex))
            }
        case .addItems(let items, let owner, let isRestoring):
            let outcomes = items.map { item in
                ItemOutcome(item, self.refusals[item.origin.text].map { .refused($0) } ?? .set)
            }
            for outcome in outcomes where outcome.result == .set { self.inTables.insert(outcome.item) }
            _ = self.events.append(.itemsAdded(outcomes, owner: owner, isRestoring: isRestoring))
        case .removeItems(let items, _):
            self.inTables.subtract(items)
        default:
            break
        }
    }

    mutating func takeEffects() -> [Effect] {
        defer { self.consequences = [] }
        return self.consequences
    }

    mutating func report(
        _ check: String,
        _ status: CheckStatus,
        _ reason: ReasonCode = .ok,
        generation: UInt32 = 1
    ) -> [Effect] {
        let outcome = CheckOutcome(status, reason, "evidence")
        return self.handle(.report(CheckReport(check: check, generation: generation, outcome: outcome)))
    }

    /// Moves time on, stopping at every deadline.
    mutating func advance(_ time: Duration) -> [Effect] {
        let end = self.now + time
        var effects: [Effect] = []
        var turns = 0
        while let deadline = self.node.nextDeadline, deadline <= end, turns < 100_000 {
            self.now = max(deadline, self.now)
            effects += self.handle(.tick)
            turns += 1
        }
        self.now = end
        return effects
    }

    /// An advertisement of the peer, as the wire would bring it.
    mutating func hear(priority: UInt8, vrid: UInt8 = 51, from source: IPAddress = Bench.peer) -> [Effect] {
        self.handle(.datagram(Bench.packet(priority: priority, vrid: vrid, from: source), index: Bench.eth0))
    }

    /// One for other addresses than the usual one.
    mutating func hear(priority: UInt8, vrid: UInt8, addresses: [IPAddress]) -> [Effect] {
        var settings = Bench.instance(vrid: vrid).router
        settings.addresses = addresses
        let packet = VirtualRouter(settings: settings).advertisement(priority: Priority(rawValue: priority))
            .packet(source: Bench.peer, destination: .v4(.vrrpGroup), ttl: 255)
        return self.handle(.datagram(packet, index: Bench.eth0))
    }

    static func packet(priority: UInt8, vrid: UInt8 = 51, from source: IPAddress = Bench.peer) -> [UInt8] {
        let router = VirtualRouter(settings: instance(vrid: vrid).router)
        return router.advertisement(priority: Priority(rawValue: priority))
            .packet(source: source, destination: .v4(.vrrpGroup), ttl: 255)
    }

    var state: VirtualRouter.StateName { self.node.instances[0].router.state.name }
    var priority: UInt8 { self.node.instances[0].router.effectivePriority.rawValue }
}

extension Effect {
    /// Of IPv4, with the usual group.
    static func listen(interface: String, index: Int32, group: IPAddress = .v4(.vrrpGroup)) -> Effect {
        let place = ListeningPlace(interfaceIndex: index, family: .ipv4)
        return .listen(Listening(interface: interface, place: place, groups: [group]))
    }

    static func unlisten(index: Int32) -> Effect {
        .unlisten(ListeningPlace(interfaceIndex: index, family: .ipv4))
    }
}

extension Event {
    static func listenFailed(index: Int32, reason: String) -> Event {
        .listenFailed(ListeningPlace(interfaceIndex: index, family: .ipv4), reason: reason)
    }
}

extension [Effect] {
    /// The priorities advertised, in order.
    var advertised: [UInt8] {
        self.compactMap { effect in
            // IPv4 header of 20 bytes, then version/type, VRID, priority.
            if case .transmit(let transmission) = effect { transmission.packet[22] } else { nil }
        }
    }

    var added: [String] {
        self.flatMap { effect in
            if case .addAddresses(let addresses, _) = effect { addresses.map(\.description) } else { [String]() }
        }
    }

    var removed: [String] {
        self.flatMap { effect in
            if case .removeAddresses(let addresses, _) = effect { addresses.map(\.description) } else { [String]() }
        }
    }

    var announced: Int {
        self.reduce(0) { sum, effect in
            if case .announce(let announcements, _) = effect { sum + announcements.count } else { sum }
        }
    }

    var notified: [[String]] {
        self.compactMap { effect in
            if case .notify(let request) = effect { request.command } else { nil }
        }
    }

    var changes: [Change] {
        self.compactMap { effect in
            if case .journal(let entry) = effect { entry.change } else { nil }
        }
    }

    var entries: [JournalEntry] {
        self.compactMap { effect in
            if case .journal(let entry) = effect { entry } else { nil }
        }
    }

    /// The kinds of effects that reach the network, in order.
    var deeds: [String] {
        self.compactMap { effect in
            switch effect {
            case .transmit: "advertise"
            case .addAddresses: "add"
            case .removeAddresses: "remove"
            case .addItems: "add items"
            case .removeItems: "remove items"
            case .announce: "announce"
            case .withdrawAnnouncements: "withdraw"
            case .listen, .unlisten, .pollLinks, .notify, .tell, .journal, .log, .stopped: nil
            case .makeInterface, .removeInterface, .changeSetting, .restoreSetting, .forward, .filter: nil
            }
        }
    }
}
