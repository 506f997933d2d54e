import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Interfaces, addresses and packets")
struct NetworkTests {
    static let mac = MACAddress(rawValue: 0x0200_ac14_8002)

    @Test("cases 40, 86: advert, then addresses, then gratuitous ARP")
    func order() {
        var bench = Bench.started(Bench.configuration([Bench.instance()]))
        let effects = bench.advance(.milliseconds(3500))
        #expect(effects.deeds == ["advertise", "add", "announce"])
        #expect(effects.announced == 5)
        #expect(effects.added == ["172.20.128.4/24"])
    }

    @Test("case 28: no address of ours on the interface: fault; it starts when one appears")
    func noAddress() {
        var bench = Bench(Bench.configuration([Bench.instance()]))
        var interfaces = Bench.interfaces()
        interfaces[0].addresses = []
        _ = bench.handle(.interfaces(interfaces))
        _ = bench.handle(.start)
        #expect(bench.node.instances[0].faults == [.noSourceAddress(interface: "eth0", family: .ipv4, configured: nil)])
        _ = bench.handle(.addressAdded(AssignedAddress(address: Bench.own, prefixLength: 16), index: Bench.eth0))
        #expect(bench.state == .backup)
    }

    @Test("case 85: the primary address removed while master: priority 0 from it, then fault")
    func primaryRemoved() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let own = AssignedAddress(address: Bench.own, prefixLength: 16)
        let effects = bench.handle(.addressRemoved(own, index: Bench.eth0))
        #expect(effects.advertised == [0])
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(bench.state == .fault)
    }

    @Test("case 117: unicast_src_ip that is not ours: fault, and recovery when it appears")
    func unicastSource() {
        let source = IPAddress(10, 1, 1, 1)
        let unicast = InstanceConfiguration.Unicast(source: source, peers: [Bench.peer])
        var bench = Bench.started(Bench.configuration([Bench.instance { $0.unicast = unicast }]))
        #expect(bench.state == .fault)
        _ = bench.handle(.addressAdded(AssignedAddress(address: source, prefixLength: 24), index: Bench.eth1))
        #expect(bench.state == .backup)
    }

    @Test("cases 34, 35: a leftover address is removed before anything else and is never the source")
    func leftovers() {
        var bench = Bench(Bench.configuration([Bench.instance()]))
        var interfaces = Bench.interfaces()
        interfaces[0].addresses.insert(AssignedAddress(address: Bench.virtual, prefixLength: 24), at: 0)
        _ = bench.handle(.interfaces(interfaces))
        let effects = bench.handle(.start)
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(bench.node.instances[0].source == Bench.own)
    }

    @Test("case 90: link down: fault, addresses released, nothing sent into a dead link")
    func linkDown() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let effects = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: false, hardwareAddress: Self.mac))
        #expect(effects.deeds == ["withdraw", "remove"])
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].faults == [.interfaceDown("eth0")])
        _ = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: true, hardwareAddress: Self.mac))
        #expect(bench.state == .backup)
    }

    @Test("case 93: an interface deleted and made anew gets a new socket and the instance recovers")
    func recreated() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let gone = bench.handle(.linkRemoved(index: Bench.eth0))
        #expect(gone.contains(.unlisten(index: Bench.eth0)))
        #expect(bench.state == .fault)
        let back = bench.handle(.link(name: "eth0", index: 9, isUp: true, hardwareAddress: Self.mac))
        #expect(back.contains(.listen(interface: "eth0", index: 9)))
        _ = bench.handle(.addressAdded(AssignedAddress(address: Bench.own, prefixLength: 16), index: 9))
        #expect(bench.state == .backup)
    }

    @Test("case 96: dont_track_primary: the link may be down")
    func ignoresLink() {
        var bench = Bench.master(Bench.configuration([Bench.instance { $0.ignoresOwnInterface = true }]))
        _ = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: false, hardwareAddress: Self.mac))
        #expect(bench.state == .master)
        #expect(bench.priority == 150)
    }

    @Test("case 84: an address removed by somebody else is set and announced again, mastership stays")
    func addressLost() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let assigned = AssignedAddress(address: Bench.virtual, prefixLength: 24)
        var effects = bench.handle(.addressRemoved(assigned, index: Bench.eth0))
        effects += bench.advance(.zero)
        #expect(effects.added == ["172.20.128.4/24"])
        #expect(effects.announced >= 1)
        #expect(bench.state == .master)
    }

    @Test("somebody who removes an address again and again is met once a second, not in a tight race")
    func addressRace() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let assigned = AssignedAddress(address: Bench.virtual, prefixLength: 24)
        var added = 0
        for _ in 0..<1000 {
            added += bench.handle(.addressRemoved(assigned, index: Bench.eth0)).added.count
            added += bench.advance(.zero).added.count
            bench.now = bench.now + .milliseconds(1)
        }
        #expect(added == 10)
        #expect(bench.advance(.seconds(11)).added.count == 1)
    }

    @Test("lost notifications: a list of the interfaces shows what is missing")
    func overrun() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        var effects = bench.handle(.interfaces(Bench.interfaces()))
        effects += bench.advance(.zero)
        #expect(effects.added == ["172.20.128.4/24"])
        #expect(bench.state == .master)
    }

    @Test("twenty addresses lost at once are back at once, with one announcement")
    func manyLost() {
        let addresses = (10..<30).map { IPAddress(172, 20, 128, $0) }
        let instance = Bench.instance {
            $0.router.addresses = addresses
            $0.virtualAddresses = addresses.map { VirtualAddress(address: $0, prefixLength: 24, device: "eth0") }
        }
        var bench = Bench.master(Bench.configuration([instance]))
        var effects: [Effect] = []
        for address in addresses {
            effects += bench.handle(
                .addressRemoved(AssignedAddress(address: address, prefixLength: 24), index: Bench.eth0)
            )
        }
        effects += bench.advance(.zero)
        #expect(Set(effects.added).count == 20)
        #expect(effects.added.count == 20)
    }

    @Test("addresses on a device that is made anew are set on the new one")
    func otherDeviceRecreated() {
        let instance = Bench.instance {
            $0.virtualAddresses = [VirtualAddress(address: Bench.virtual, prefixLength: 24, device: "eth1")]
        }
        var bench = Bench.master(Bench.configuration([instance]))
        _ = bench.handle(.linkRemoved(index: Bench.eth1))
        let effects = bench.handle(.link(name: "eth1", index: 9, isUp: true, hardwareAddress: Self.mac))
        #expect(effects.added == ["172.20.128.4/24"])
        #expect(bench.node.instances[0].held.map(\.interfaceIndex) == [9])
    }

    @Test("a kernel that refuses every address: fault, priority 0, and another try later")
    func refused() {
        var bench = Bench.started(Bench.configuration([Bench.instance()]))
        let effects = bench.advance(.milliseconds(3500))
        for case .addAddresses(let addresses, let name) in effects {
            let after = bench.handle(.addressRefused(addresses[0], instance: name, reason: "not permitted"))
            #expect(after.advertised == [0])
        }
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].faults == [.addressesRefused("not permitted")])
        _ = bench.advance(.milliseconds(10_100))
        #expect(bench.state == .backup)
    }

    @Test("no socket on an interface is a fault, tried again every second")
    func deaf() {
        var bench = Bench.started(Bench.configuration([Bench.instance()]))
        _ = bench.handle(.listenFailed(index: Bench.eth0, reason: "no buffer space"))
        #expect(bench.state == .fault)
        let effects = bench.advance(.milliseconds(1100))
        #expect(effects.contains(.listen(interface: "eth0", index: Bench.eth0)))
        #expect(bench.state == .backup)
    }

    @Test("a backup hears an owner that advertises from the virtual address; a master hears nobody from it")
    func ownerSource() {
        var backup = Bench.started(Bench.configuration([Bench.instance()]))
        _ = backup.hear(priority: 255, from: Bench.virtual)
        #expect(backup.node.instances[0].counters.received == 1)
        _ = backup.hear(priority: 200, from: Bench.virtual)
        #expect(backup.node.instances[0].counters.discards == [.source: 1])
        var master = Bench.master(Bench.configuration([Bench.instance()]))
        _ = master.hear(priority: 255, from: Bench.virtual)
        #expect(master.state == .master)
    }

    @Test("case 54: rejected packets move no timer and no state, only their counter")
    func rejected() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let deadline = bench.node.nextDeadline
        var broken = Bench.packet(priority: 255)
        broken[27] ^= 1
        for _ in 0..<100 {
            #expect(bench.handle(.datagram(broken, index: Bench.eth0)).deeds.isEmpty)
        }
        #expect(bench.node.nextDeadline == deadline)
        #expect(bench.node.instances[0].counters.discards == [.checksum: 100])
        #expect(bench.node.instances[0].counters.received == 0)
    }

    @Test("discards are logged once per reason and period, with the number held back")
    func discardLog() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        var broken = Bench.packet(priority: 255)
        broken[27] ^= 1
        var lines: [LogLine] = []
        for _ in 0..<30_000 {
            for case .log(let line) in bench.handle(.datagram(broken, index: Bench.eth0)) {
                lines.append(line)
            }
            bench.now = bench.now + .milliseconds(1)
        }
        #expect(lines.count == 3)
        #expect(lines.last?.text.contains("more") == true)
    }

    @Test("case 56: an unknown VRID is counted for the node, whatever it says")
    func unknownVRID() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        _ = bench.hear(priority: 255, vrid: 52)
        #expect(bench.state == .master)
        #expect(bench.node.strayPackets == [.unknownVRID: 1])
    }

    @Test("case 115: one VRID twice with disjoint peers: each hears its own")
    func disjointPeers() {
        let other = IPAddress(172, 20, 128, 9)
        let instances = [Bench.peer, other].enumerated().map { index, peer in
            Bench.instance("VI_\(index)") {
                $0.unicast = InstanceConfiguration.Unicast(source: Bench.own, peers: [peer])
            }
        }
        var bench = Bench.started(Bench.configuration(instances))
        let advertisement = VirtualRouter(settings: instances[1].router).advertisement(
            priority: Priority(rawValue: 200)
        )
        let packet = advertisement.packet(source: other, destination: Bench.own, ttl: 255)
        _ = bench.handle(.datagram(packet, index: Bench.eth0))
        #expect(bench.node.instances[0].counters.received == 0)
        #expect(bench.node.instances[1].counters.received == 1)
    }

    @Test("case 110: two unicast peers: two packets an interval")
    func unicastPeers() {
        let peers = [Bench.peer, IPAddress(172, 20, 128, 9)]
        var bench = Bench.master(
            Bench.configuration([Bench.instance { $0.unicast = .init(source: Bench.own, peers: peers) }])
        )
        #expect(bench.advance(.seconds(1)).advertised == [150, 150])
        #expect(bench.node.instances[0].counters.sent == 2)
    }

    @Test(
        "case 133: a master that was frozen is backup of whoever took over, without a word",
        arguments: [true, false]
    )
    func frozen(preempts: Bool) {
        var bench = Bench.master(Bench.configuration([Bench.instance { $0.router.preempt = preempts }]))
        bench.now = bench.now + .seconds(30)
        var effects: [Effect] = []
        for _ in 0..<30 {
            effects += bench.hear(priority: 100)
        }
        effects += bench.handle(.tick)
        #expect(effects.deeds == ["withdraw", "remove"])
        #expect(bench.state == .backup)
        for _ in 0..<10 {
            effects += bench.advance(.seconds(1))
            effects += bench.hear(priority: 100)
        }
        #expect(bench.state == (preempts ? .master : .backup))
    }

    @Test("case 133: a master that was frozen and hears nobody listens for an interval before it speaks again")
    func frozenAlone() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        bench.now = bench.now + .seconds(30)
        let thaw = bench.handle(.tick)
        #expect(thaw.deeds == ["withdraw"])
        #expect(thaw.changes.contains { if case .stalled = $0 { true } else { false } })
        #expect(bench.advance(.milliseconds(1099)).deeds == [])
        #expect(bench.advance(.milliseconds(1)).deeds == ["advertise", "announce"])
        #expect(bench.state == .master)
    }

    @Test("a node that was frozen does not blame its checks for it")
    func frozenChecks() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        bench.now = bench.now + .seconds(60)
        _ = bench.handle(.tick)
        #expect(bench.state == .master)
        _ = bench.report("web", .pass)
        _ = bench.advance(.seconds(5))
        #expect(bench.state == .master)
    }

    @Test("random packets change nothing but counters")
    func noise() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        var generator = SplitMix(state: 7)
        let good = Bench.packet(priority: 100)
        var unharmed: UInt64 = 0
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let length = Int.random(in: 0...bytes.count, using: &generator)
            let received = bench.node.instances[0].counters.received
            _ = bench.handle(.datagram(Array(bytes.prefix(length)), index: Bench.eth0))
            if bench.node.instances[0].counters.received > received {
                // Type of service, identification and the like say nothing of the message.
                #expect(bytes[20...] == good[20...])
                unharmed += 1
            }
        }
        #expect(bench.state == .master)
        #expect(unharmed < 200)
        let discards = bench.node.instances[0].counters.discards.values.reduce(0, +)
        #expect(discards + unharmed + bench.node.strayPackets.values.reduce(0, +) == 20_000)
    }
}

/// A small seeded generator: the same numbers on every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
