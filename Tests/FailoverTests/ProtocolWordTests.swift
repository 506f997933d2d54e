import Configuration
import Failover
import Testing
import VRRP

/// What the words about advertisements do to a node.
@Suite struct ProtocolWordTests {
    private static func packet(
        priority: UInt8,
        version: Version = .v2,
        from source: IPAddress = Bench.peer,
        to destination: IPAddress = .v4(.vrrpGroup),
        ttl: UInt8 = 255,
        addresses: [IPAddress] = [Bench.virtual]
    ) -> [UInt8] {
        var settings = Bench.instance().router
        settings.version = version
        settings.addresses = addresses
        return VirtualRouter(settings: settings).advertisement(priority: Priority(rawValue: priority))
            .packet(source: source, destination: destination, ttl: ttl)
    }

    private static func unicast(
        change: @escaping (inout InstanceConfiguration.Unicast) -> Void = { _ in }
    ) -> InstanceConfiguration {
        Bench.instance {
            var unicast = InstanceConfiguration.Unicast(source: Bench.own, peers: [Bench.peer])
            change(&unicast)
            $0.unicast = unicast
        }
    }

    @Test(
        "case 113: min_ttl and max_ttl of a peer count for that peer, and with skip_check_adv_addr as well",
        arguments: [true, false]
    )
    func peerRanges(skipsAddressCheck: Bool) {
        let far = IPAddress(10, 9, 9, 9)
        var instance = Self.unicast {
            $0.peers.append(far)
            $0.timeToLiveRanges = [far: 60...64]
        }
        instance.skipsAddressCheck = skipsAddressCheck
        var bench = Bench.started(Bench.configuration([instance]))
        let router = VirtualRouter(settings: instance.router)
        for (source, ttl) in [(far, 59), (far, 65), (Bench.peer, 64), (Bench.peer, 254)] as [(IPAddress, UInt8)] {
            let packet = router.advertisement(priority: .owner).packet(source: source, destination: Bench.own, ttl: ttl)
            _ = bench.handle(.datagram(packet, index: Bench.eth0))
        }
        #expect(bench.node.instances[0].counters.discards == [.ttl: 4])
        for (source, ttl) in [(far, 60), (far, 64), (Bench.peer, 255)] as [(IPAddress, UInt8)] {
            let packet = router.advertisement(priority: .owner).packet(source: source, destination: Bench.own, ttl: ttl)
            _ = bench.handle(.datagram(packet, index: Bench.eth0))
        }
        #expect(bench.node.instances[0].counters.received == 3)
    }

    @Test("case 112: unicast from a stranger is refused, unless check_unicast_src is off", arguments: [true, false])
    func strangers(isChecked: Bool) {
        let instance = Self.unicast { $0.checksSource = isChecked }
        var bench = Bench.master(Bench.configuration([instance]))
        let stranger = IPAddress(172, 20, 128, 77)
        _ = bench.handle(
            .datagram(Self.packet(priority: 200, from: stranger, to: Bench.own), index: Bench.eth0)
        )
        #expect(bench.state == (isChecked ? .master : .backup))
        #expect(bench.node.instances[0].counters.discards == (isChecked ? [.notAPeer: 1] : [:]))
    }

    @Test("unicast leaves with unicast_ttl, multicast with 255")
    func timeToLive() {
        var bench = Bench.master(Bench.configuration([Self.unicast { $0.timeToLive = 9 }]))
        let sent = bench.advance(.seconds(1)).compactMap { effect in
            if case .transmit(let transmission) = effect { transmission.packet[8] } else { nil as UInt8? }
        }
        #expect(sent == [9])
    }

    @Test("the checksum that is sent follows the configuration", arguments: ChecksumForm.allCases)
    func checksum(form: ChecksumForm) throws {
        var bench = Bench.master(
            Bench.configuration([
                Bench.instance {
                    $0.router.version = .v3
                    $0.checksum = form
                }
            ])
        )
        let packet = bench.advance(.seconds(1)).compactMap { effect in
            if case .transmit(let transmission) = effect { transmission.packet } else { nil as [UInt8]? }
        }
        let message = Array(try #require(packet.first).dropFirst(20))
        let sum = form.sum(over: message.span, source: Bench.own, destination: .vrrpGroup(.ipv4))
        #expect(sum.isValid)
    }

    @Test("case 114: unicast without peers is a fault that says so")
    func noPeer() {
        let bench = Bench.started(Bench.configuration([Self.unicast { $0.peers = [] }]))
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].faults == [.noPeer])
    }

    @Test("an owner that ignores advertisements counts them and stays")
    func ownerIgnores() {
        var bench = Bench.started(
            Bench.configuration([Bench.instance(priority: 255) { $0.router.ownerIgnoresAdvertisements = true }])
        )
        let effects = bench.hear(priority: 255, from: IPAddress(172, 20, 128, 250))
        #expect(bench.state == .master)
        #expect(effects.deeds == [])
        #expect(bench.node.instances[0].counters.discards == [.ownerIgnores: 1])
    }

    @Test("a master with other addresses is obeyed, counted and told of; skip_check_adv_addr has no word about it")
    func otherAddresses() {
        let other = [Bench.virtual, IPAddress(172, 20, 128, 200), IPAddress(172, 20, 128, 201)]
        for (skips, remarked) in [(false, 2), (true, 1)] as [(Bool, UInt64)] {
            var bench = Bench.master(Bench.configuration([Bench.instance { $0.skipsAddressCheck = skips }]))
            let first = bench.handle(.datagram(Self.packet(priority: 200, addresses: other), index: Bench.eth0))
            #expect(bench.state == .backup)
            let second = bench.handle(.datagram(Self.packet(priority: 200, addresses: other), index: Bench.eth0))
            let counters = bench.node.instances[0].counters
            #expect(counters.received == 2)
            #expect(counters.discards.isEmpty)
            #expect(counters.remarks == ["addresses-different": remarked])
            let lines = (first + second).compactMap { if case .log(let line) = $0 { line.text } else { nil } }
            #expect(
                lines == [
                    "172.20.128.3 advertises other addresses than ours: with 172.20.128.200, 172.20.128.201 besides"
                ]
            )
        }
    }

    @Test("what a master with other addresses lacks is named, however much it is")
    func missingAddresses() {
        var bench = Bench.started(Bench.configuration([Bench.instance()]))
        let other = (1...255).map { IPAddress(172, 20, 200, UInt8($0)) }
        let effects = bench.handle(.datagram(Self.packet(priority: 200, addresses: other), index: Bench.eth0))
        let lines = effects.compactMap { if case .log(let line) = $0 { line.text } else { nil } }
        #expect(
            lines == [
                "172.20.128.3 advertises other addresses than ours: without \(Bench.virtual), with 172.20.200.1, "
                    + "172.20.200.2, 172.20.200.3, 172.20.200.4 and 251 more besides"
            ]
        )
    }

    @Test("no_virtual_ipaddress: an instance without addresses elects a master all the same")
    func noAddress() {
        let instance = Bench.instance {
            $0.router.addresses = []
            $0.virtualAddresses = []
            $0.mayHaveNoAddress = true
        }
        var bench = Bench.master(Bench.configuration([instance]))
        #expect(bench.state == .master)
        _ = bench.handle(.datagram(Self.packet(priority: 200, addresses: []), index: Bench.eth0))
        #expect(bench.state == .backup)
    }

    @Test("a VRID of nobody is logged with log_unknown_vrids only", arguments: [true, false])
    func unknownIDs(isLogged: Bool) {
        var bench = Bench.master(Bench.configuration([Bench.instance()]) { $0.logsUnknownIDs = isLogged })
        let effects = bench.hear(priority: 255, vrid: 52)
        let lines = effects.filter { if case .log = $0 { true } else { false } }
        #expect(lines.count == (isLogged ? 1 : 0))
        #expect(bench.node.strayPackets == [.unknownVRID: 1])
    }

    @Test("garp_extra_if: one announcement for each interface without advertisements", arguments: [true, false])
    func extraInterfaces(all: Bool) {
        let instance = Bench.instance {
            $0.router.gratuitousARP.extraInterfaces = .init(interval: .seconds(10), includesOrdinary: all)
            for last in 7...9 as ClosedRange<UInt8> {
                $0.excludedAddresses.append(VirtualAddress(address: IPAddress(10, 0, 0, last), device: "eth1"))
            }
        }
        var bench = Bench.master(Bench.configuration([instance]))
        // The hardware address of eth1 is its own.
        #expect(bench.advance(.seconds(25)).announced == (all ? 2 : 0))
    }

    @Test("case 38: vrrp_startup_delay holds everything back, whatever the links do meanwhile")
    func startupDelay() {
        var bench = Bench.started(Bench.configuration([Bench.instance()]) { $0.startupDelay = .seconds(5) })
        var effects: [Effect] = []
        for second in 0..<4 {
            effects += bench.hear(priority: 0)
            effects += bench.handle(.interfaces(Bench.interfaces(eth0Up: second.isMultiple(of: 2))))
            effects += bench.advance(.milliseconds(1200))
        }
        effects += bench.handle(.interfaces(Bench.interfaces()))
        #expect(effects.deeds.filter { $0 != "withdraw" } == [])
        #expect(bench.state == .initialize)
        _ = bench.advance(.milliseconds(200))
        #expect(bench.state == .backup)
        // The master down interval begins when the delay ends.
        #expect(bench.advance(.milliseconds(3400)).advertised == [])
        #expect(bench.advance(.milliseconds(100)).advertised == [150])
    }

    @Test("vrrp_delay_after_boot counts from the boot, and the longer delay wins")
    func delayAfterBoot() {
        var bench = Bench(
            Bench.configuration([Bench.instance()]) {
                $0.startupDelay = .seconds(2)
                $0.delayAfterBoot = .seconds(60)
            }
        )
        _ = bench.handle(.interfaces(Bench.interfaces()))
        _ = bench.handle(.booted(ago: .seconds(50)))
        _ = bench.handle(.start)
        #expect(bench.node.holdUntil == bench.now + .seconds(10))
        // A process that takes over from another goes on with what is left of it.
        let snapshot = bench.node.snapshot
        var second = Bench(bench.node.configuration)
        second.now = bench.now + .seconds(4)
        second.node.restore(snapshot, at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces()))
        _ = second.handle(.booted(ago: .seconds(54)))
        _ = second.handle(.start)
        _ = second.advance(.milliseconds(5900))
        #expect(second.state == .initialize)
        _ = second.advance(.milliseconds(200))
        #expect(second.state == .backup)
    }
}
