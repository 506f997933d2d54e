import Checks
import Configuration
import Failover
import Routing
import Testing
import VRRP

@Suite("Virtual routers of IPv6 addresses")
struct IPv6Tests {
    static let own = address("fe80::2")
    static let global = address("2001:db8::2")
    static let peer = address("fe80::3")
    static let virtual = address("fe80::51")

    static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(text) else { fatalError("address \(text)") }
        return address
    }

    static func instance(
        _ name: String = "VI_6",
        priority: UInt8 = 150,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> InstanceConfiguration {
        Bench.instance(name, priority: priority) { instance in
            instance.router.family = .ipv6
            instance.router.version = .v3
            instance.router.addresses = [Self.virtual]
            instance.virtualAddresses = [VirtualAddress(address: Self.virtual, prefixLength: 64, device: "eth0")]
            change(&instance)
        }
    }

    static func interfaces(_ addresses: [AssignedAddress]) -> [InterfaceState] {
        var interfaces = Bench.interfaces()
        interfaces[0].addresses += addresses
        return interfaces
    }

    static func ready(_ address: IPAddress) -> AssignedAddress { AssignedAddress(address: address, prefixLength: 64) }

    static func started(
        _ instances: [InstanceConfiguration],
        addresses: [AssignedAddress] = [ready(global), ready(own)],
        forwards: Bool = false
    ) -> Bench {
        var bench = Bench(Bench.configuration(instances))
        _ = bench.handle(.interfaces(Self.interfaces(addresses)))
        if forwards { _ = bench.handle(.forwardsIPv6(index: Bench.eth0, isOn: true)) }
        _ = bench.handle(.checkerStarted)
        _ = bench.handle(.start)
        return bench
    }

    /// An advertisement of the peer, as a raw socket brings it.
    static func message(priority: UInt8, from source: IPAddress = peer) -> Event {
        let router = VirtualRouter(settings: Self.instance().router)
        let group = IPv6Address.vrrpGroup
        let bytes = router.advertisement(priority: Priority(rawValue: priority))
            .packet(source: source, destination: .v6(group))
        guard let source = source.ipv6 else { fatalError("\(source)") }
        let message = ReceivedMessage(source: source, destination: group, hopLimit: 255, bytes: bytes)
        return .message(message, index: Bench.eth0)
    }

    @Test("case 122: advertises from the link-local address to ff02::12, and announces with neighbour advertisements")
    func master() throws {
        var bench = Self.started([Self.instance { $0.router.gratuitousARP.masterRepeat = 2 }])
        let effects = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        let transmission = try #require(effects.transmissions.first)
        #expect(transmission.source == Self.own)
        #expect(transmission.destination == .v6(.vrrpGroup))
        #expect(transmission.hopLimit == 255)
        #expect(!transmission.isFrame)
        // The message alone: the kernel makes the header.
        #expect(Array(transmission.packet.prefix(4)) == [0x31, 51, 150, 1])
        #expect(effects.added == ["fe80::51/64"])
        #expect(effects.announcements.count == 2)
        let announced = try #require(effects.announcements.first)
        #expect(announced.kind == .neighborAdvertisement)
        #expect(
            announced.frame
                == NeighbourAdvertisement.frame(
                    address: try #require(Self.virtual.ipv6),
                    hardwareAddress: MACAddress(rawValue: 0x0200_ac14_8002),
                    isRouter: false
                )
        )
        // A lower priority is answered, a higher one obeyed.
        #expect(!bench.handle(Self.message(priority: 100)).transmissions.isEmpty)
        #expect(bench.handle(Self.message(priority: 200)).removed == ["fe80::51/64"])
        #expect(bench.state == .backup)
    }

    @Test("case 122: a host that forwards says so, from the moment it does")
    func routerFlag() throws {
        var bench = Self.started(
            [Self.instance { $0.router.gratuitousARP.masterRefresh = .seconds(1) }],
            forwards: true
        )
        var effects = bench.advance(.seconds(4))
        #expect(effects.announcements.first?.frame[58] == 0xa0)
        _ = bench.handle(.forwardsIPv6(index: Bench.eth0, isOn: false))
        effects = bench.advance(.seconds(2))
        #expect(effects.announcements.last?.frame[58] == 0x20)
    }

    @Test("the kernel tells that a new interface forwards before it tells of it; a list changes nothing")
    func routerFlagOfNewInterface() {
        var bench = Bench(Bench.configuration([Self.instance()]))
        _ = bench.handle(.forwardsIPv6(index: Bench.eth0, isOn: true))
        _ = bench.handle(.interfaces(Self.interfaces([Self.ready(Self.own)])))
        _ = bench.handle(.checkerStarted)
        _ = bench.handle(.start)
        _ = bench.handle(.interfaces(Self.interfaces([Self.ready(Self.own)])))
        #expect(bench.advance(.seconds(4)).announcements.first?.frame[58] == 0xa0)
    }

    @Test("case 123: without a link-local address it waits, says so once, and starts when one comes")
    func waits() throws {
        var bench = Self.started([Self.instance()], addresses: [Self.ready(Self.global)])
        var effects = bench.advance(.seconds(60))
        #expect(bench.state == .fault)
        #expect(effects.transmissions.isEmpty)
        #expect(
            bench.node.instances[0].faults.map(\.description) == [
                "interface eth0 has no link-local address to advertise from"
            ]
        )
        effects = bench.handle(.addressAdded(Self.ready(Self.own), index: Bench.eth0))
        #expect(effects.changes.contains(.faultEnded))
        effects = bench.advance(.seconds(5))
        #expect(effects.transmissions.first?.source == Self.own)
        effects = bench.handle(.addressRemoved(Self.ready(Self.own), index: Bench.eth0))
        #expect(bench.state == .fault)
        #expect(effects.transmissions.map(\.source) == [Self.own], "priority 0 leaves from where it left before")
    }

    @Test("case 123: nothing leaves from an address that duplicate address detection has not released")
    func tentative() {
        var source = Self.ready(Self.own)
        source.standing = .tentative
        var bench = Self.started([Self.instance()], addresses: [source])
        #expect(bench.advance(.seconds(20)).transmissions.isEmpty)
        #expect(
            bench.node.instances[0].faults.map(\.description) == [
                "fe80::2 of interface eth0 is tentative: duplicate address detection runs"
            ]
        )
        source.standing = .duplicate
        _ = bench.handle(.addressAdded(source, index: Bench.eth0))
        #expect(
            bench.node.instances[0].faults.map(\.description) == [
                "another host of the link has fe80::2, the address of eth0 to advertise from"
            ]
        )
        source.standing = .ready
        _ = bench.handle(.addressAdded(source, index: Bench.eth0))
        #expect(bench.state == .backup)
    }

    @Test("case 124: one identifier in both families on one interface are two virtual routers")
    func bothFamilies() {
        var bench = Self.started([Bench.instance("VI_4"), Self.instance()])
        let listened = bench.node.instances.map(\.name)
        #expect(listened == ["VI_4", "VI_6"])
        _ = bench.advance(.seconds(4))
        #expect(bench.node.instances.map(\.isMaster) == [true, true])
        _ = bench.handle(Self.message(priority: 200))
        #expect(bench.node.instances.map(\.isMaster) == [true, false])
        _ = bench.hear(priority: 200)
        #expect(bench.node.instances.map(\.isMaster) == [false, false])
    }

    @Test("each family has its socket, with the groups and the room its instances ask for")
    func listening() {
        var bench = Bench(
            Bench.configuration([
                Bench.instance("VI_4"), Self.instance(),
                Self.instance("other") {
                    $0.router.virtualRouterID = Bench.identifier(52)
                    $0.multicastGroup = Self.address("ff02::99")
                    $0.receiveBuffer = 5000
                },
            ]) {
                $0.receiveBufferPolicy = .largestPacket
            }
        )
        _ = bench.handle(.interfaces(Self.interfaces([Self.ready(Self.own)])))
        let effects = bench.handle(.start)
        let four = ListeningPlace(interfaceIndex: Bench.eth0, family: .ipv4)
        let six = ListeningPlace(interfaceIndex: Bench.eth0, family: .ipv6)
        #expect(
            effects.listened == [
                Listening(
                    interface: "eth0",
                    place: four,
                    groups: [.v4(.vrrpGroup)],
                    receiveBuffer: .init(largestPackets: 3)
                ),
                Listening(
                    interface: "eth0",
                    place: six,
                    groups: [.v6(.vrrpGroup), Self.address("ff02::99")],
                    receiveBuffer: .init(bytes: 5000, largestPackets: 3)
                ),
            ]
        )
    }

    @Test("a socket that is needed otherwise is opened anew, the other stays")
    func reloadGroup() {
        var bench = Self.started([Bench.instance("VI_4"), Self.instance()])
        let changed = Self.instance { $0.multicastGroup = Self.address("ff02::99") }
        let effects = bench.handle(.reload(Bench.configuration([Bench.instance("VI_4"), changed]), generation: 2))
        let six = ListeningPlace(interfaceIndex: Bench.eth0, family: .ipv6)
        let sockets = effects.filter {
            switch $0 {
            case .listen, .unlisten: true
            default: false
            }
        }
        #expect(
            sockets == [
                .unlisten(six),
                .listen(Listening(interface: "eth0", place: six, groups: [Self.address("ff02::99")])),
            ]
        )
    }

    @Test("one that becomes an instance of the other family is another one: it resigns first")
    func reloadFamily() {
        var bench = Self.started([Self.instance("VI_1")])
        _ = bench.advance(.seconds(4))
        let effects = bench.handle(.reload(Bench.configuration([Bench.instance("VI_1")]), generation: 2))
        #expect(effects.transmissions.map { $0.packet[2] } == [0])
        #expect(bench.node.instances.count == 2)
    }

    @Test(
        "to peers with global addresses it speaks from its own global one, to link-local ones from its link-local one"
    )
    func unicastSource() {
        let global = Self.instance { $0.unicast = .init(source: nil, peers: [Self.address("2001:db8::3")]) }
        let local = Self.instance { $0.unicast = .init(source: nil, peers: [Self.peer]) }
        #expect(Self.started([global]).node.instances[0].source == Self.global)
        #expect(Self.started([local]).node.instances[0].source == Self.own)
    }

    @Test("mcast_src_ip is where it leaves from, on the instance's own link, and a fault while it is missing")
    func multicastSource() {
        let source = Self.address("fe80::77")
        var bench = Self.started([Self.instance { $0.multicastSource = source }])
        #expect(bench.node.instances[0].faults == [.multicastSourceMissing(source)])
        _ = bench.handle(.addressAdded(Self.ready(source), index: Bench.eth1))
        #expect(bench.node.instances[0].source == nil)
        _ = bench.handle(.addressAdded(Self.ready(source), index: Bench.eth0))
        #expect(bench.node.instances[0].source == source)
        let four = Bench.instance { $0.multicastSource = Bench.own }
        #expect(Self.started([four]).node.instances[0].source == Bench.own)
    }

    @Test("another link's link-local address may be this link's neighbour, and may be virtual here")
    func linkLocalElsewhere() {
        var interfaces = Self.interfaces([Self.ready(Self.own)])
        interfaces[1].addresses = [Self.ready(Self.peer), Self.ready(Self.virtual)]
        var bench = Bench(Bench.configuration([Self.instance()]))
        _ = bench.handle(.interfaces(interfaces))
        _ = bench.handle(.start)
        _ = bench.handle(Self.message(priority: 200))
        #expect(bench.node.instances[0].counters.discards.isEmpty)
        #expect(bench.node.instances[0].counters.received == 1)
        _ = bench.handle(Self.message(priority: 200, from: Self.own))
        #expect(bench.node.instances[0].counters.discards == [.ownPacket: 1])
    }

    @Test("excluded addresses of the other family are announced in their family's way")
    func excluded() {
        let four = Bench.instance {
            $0.excludedAddresses = [VirtualAddress(address: Self.global, prefixLength: 64, device: "eth0")]
        }
        var bench = Self.started([four], addresses: [])
        let effects = bench.advance(.seconds(4))
        #expect(Set(effects.added) == ["172.20.128.4/24", "2001:db8::2/64"])
        #expect(Set(effects.announcements.map(\.kind)) == [.gratuitousARP, .neighborAdvertisement])
        #expect(effects.announcements.filter { $0.kind == .gratuitousARP }.allSatisfy { $0.frame.count == 42 })
        #expect(effects.announcements.filter { $0.kind == .neighborAdvertisement }.allSatisfy { $0.frame.count == 86 })
    }

    @Test("with -nodad a virtual address is announced once it is known to be nobody else's, and a duplicate is told of")
    func detection() throws {
        let instance = Self.instance {
            $0.virtualAddresses[0].options.detectsDuplicates = true
            $0.router.gratuitousARP.masterRepeat = 1
        }
        var bench = Self.started([instance])
        var effects: [Effect] = []
        var assigned = Self.ready(Self.virtual)
        assigned.standing = .tentative
        // The bench sets addresses ready at once; a kernel does not.
        while bench.state != .master, let deadline = bench.node.nextDeadline {
            bench.now = deadline
            effects = bench.node.handle(.tick, at: bench.now)
        }
        #expect(effects.added == ["fe80::51/64"])
        #expect(effects.announcements.isEmpty)
        _ = bench.handle(.addressAdded(assigned, index: Bench.eth0))
        assigned.standing = .ready
        effects = bench.handle(.addressAdded(assigned, index: Bench.eth0))
        #expect(effects.announcements.count == 1)
        assigned.standing = .duplicate
        effects = bench.handle(.addressAdded(assigned, index: Bench.eth0))
        #expect(
            effects.changes.map(\.description) == ["another host of the link has fe80::51: this one does not use it"]
        )
        #expect(bench.advance(.seconds(30)).announcements.isEmpty)
    }

    @Test(
        "from a virtual interface whole frames leave, with its hardware address and the link's address; a backup none"
    )
    func virtualInterface() throws {
        let mac = MACAddress.virtualRouter(Bench.identifier(51), .ipv6)
        let instance = Self.instance {
            $0.virtualInterface = VirtualInterface(name: "vrrp.51", link: "eth0", kind: .macvlan(mac))
            $0.virtualAddresses[0].device = "vrrp.51"
        }
        var bench = Bench(Bench.configuration([instance]))
        _ = bench.handle(.interfaces(Self.interfaces([Self.ready(Self.own)])))
        _ = bench.handle(.forwardsIPv6(index: Bench.eth0, isOn: true))
        let appeared = bench.handle(.link(name: "vrrp.51", index: 9, isUp: true, hardwareAddress: mac))
        #expect(appeared.transmissions.isEmpty)
        var effects = bench.handle(.start)
        let own = ListeningPlace(interfaceIndex: 9, family: .ipv6)
        #expect(effects.listened.contains { $0.place == own && $0.isVirtual && $0.groups.isEmpty })
        effects = bench.advance(.seconds(4))
        let frame = try #require(effects.transmissions.first)
        #expect(frame.isFrame)
        #expect(frame.interfaceIndex == 9)
        #expect(Array(frame.packet.prefix(14)) == [0x33, 0x33, 0, 0, 0, 0x12, 0, 0, 0x5e, 0, 2, 51, 0x86, 0xdd])
        let packet = try ReceivedPacket(parsing: Array(frame.packet.dropFirst(14)).span)
        #expect(packet.source == Self.own)
        #expect(packet.timeToLive == 255)
        // What it forwards as is what its link does: the kernel tells of its own setting a moment later.
        #expect(effects.announcements.first?.frame[58] == 0xa0)
        #expect(effects.announcements.first.map { Array($0.frame[6..<12]) } == [0, 0, 0x5e, 0, 2, 51])
        // Another node's advertisement arrives at the tap with its header.
        let heard = IPv6Header(source: IPv6Address("fe80::3") ?? .unspecified, destination: .vrrpGroup)
        let router = VirtualRouter(settings: instance.router)
        let message = router.advertisement(priority: Priority(rawValue: 200))
            .packet(source: Self.peer, destination: .v6(.vrrpGroup))
        _ = bench.handle(.datagram(heard.encoded(payloadLength: message.count) + message, index: 9))
        #expect(bench.state == .backup)
    }

    @Test("no bytes whatever make it do anything but count")
    func anyBytes() {
        var bench = Self.started([Self.instance()])
        _ = bench.advance(.seconds(4))
        guard case .message(let valid, _) = Self.message(priority: 255) else { return }
        for length in 0..<valid.bytes.count {
            var message = valid
            message.bytes = Array(valid.bytes.prefix(length))
            #expect(bench.handle(.message(message, index: Bench.eth0)).deeds.isEmpty)
        }
        for index in valid.bytes.indices {
            var message = valid
            message.bytes[index] ^= 0x55
            #expect(bench.handle(.message(message, index: Bench.eth0)).deeds.isEmpty)
        }
        #expect(bench.state == .master)
    }
}

extension [Effect] {
    fileprivate var transmissions: [Transmission] {
        self.compactMap { if case .transmit(let transmission) = $0 { transmission } else { nil } }
    }

    fileprivate var announcements: [Announcement] {
        self.flatMap { effect in
            if case .announce(let announcements, _) = effect { announcements } else { [Announcement]() }
        }
    }

    fileprivate var listened: [Listening] {
        self.compactMap { if case .listen(let listening) = $0 { listening } else { nil } }
    }
}

extension IPv6Tests {
    @Test("no_accept: a link-local address is blocked on its link only, by name or, where that is asked for, by number")
    func filter() {
        let instance = Self.instance {
            $0.acceptsTraffic = false
            $0.excludedAddresses = [VirtualAddress(address: Self.global, prefixLength: 64, device: "eth0")]
        }
        for matchesIndex in [false, true] {
            var bench = Bench(Bench.configuration([instance]) { $0.filter.matchesIndex = matchesIndex })
            let effects = bench.handle(.interfaces(Self.interfaces([Self.ready(Self.own)])))
            let filters = effects.compactMap { if case .filter(let filter) = $0 { filter } else { nil } }
            let place = LinkAddress(
                address: Self.virtual,
                interface: "eth0",
                index: matchesIndex ? Bench.eth0 : nil
            )
            #expect(filters.map(\.blocked) == [[Self.global]])
            #expect(filters.map(\.blockedOnLinks) == [[place]])
        }
    }
}

extension IPv6Tests {
    @Test("with an ipvlan, which has the link's hardware address, advertisements leave from the link")
    func ipvlan() throws {
        let instance = Self.instance {
            $0.virtualInterface = VirtualInterface(name: "ipv0", link: "eth0", kind: .ipvlan(.bridge))
            $0.virtualAddresses[0].device = "ipv0"
        }
        var bench = Bench(Bench.configuration([instance]))
        _ = bench.handle(.interfaces(Self.interfaces([Self.ready(Self.own)])))
        let mac = MACAddress(rawValue: 0x0200_ac14_8002)
        _ = bench.handle(.link(name: "ipv0", index: 9, isUp: true, hardwareAddress: mac))
        _ = bench.handle(.start)
        let effects = bench.advance(.seconds(4))
        let transmission = try #require(effects.transmissions.first)
        #expect(transmission.interfaceIndex == Bench.eth0)
        #expect(!transmission.isFrame)
        #expect(effects.announcements.first?.interfaceIndex == 9)
    }
}

extension IPv6Tests {
    @Test("case 118: a unicast instance that leaves a fault tells the link where its own address is")
    func announcesItself() throws {
        let four = Bench.instance { $0.unicast = .init(source: Bench.own, peers: [Bench.peer]) }
        let six = Self.instance { $0.unicast = .init(source: nil, peers: [Self.peer]) }
        var bench = Self.started([four, six])
        let mac = MACAddress(rawValue: 0x0200_ac14_8002)
        _ = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: false, hardwareAddress: mac))
        let effects = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: true, hardwareAddress: mac))
        let (own4, own6) = (try #require(Bench.own.ipv4), try #require(Self.own.ipv6))
        #expect(
            effects.announcements.map(\.frame) == [
                GratuitousARP.frame(address: own4, hardwareAddress: mac),
                NeighbourAdvertisement.frame(address: own6, hardwareAddress: mac, isRouter: false),
            ]
        )
        // Multicast needs none: nobody asks for the address.
        var other = Self.started([Bench.instance(), Self.instance()])
        _ = other.handle(.link(name: "eth0", index: Bench.eth0, isUp: false, hardwareAddress: mac))
        let none = other.handle(.link(name: "eth0", index: Bench.eth0, isUp: true, hardwareAddress: mac))
        #expect(none.announcements.isEmpty)
    }
}
