import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Stop, reload, restart")
struct LifecycleTests {
    @Test("stop hands over: priority 0 at once, the address until the successor is heard")
    func stop() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let effects = bench.handle(.stop)
        #expect(effects.advertised == [0])
        #expect(effects.removed.isEmpty)
        _ = bench.advance(.milliseconds(300))
        _ = bench.hear(priority: 100)
        let after = bench.advance(.milliseconds(20))
        #expect(after.removed == ["172.20.128.4/24"])
        #expect(after.contains(.stopped))
        #expect(after.advertised.isEmpty)
    }

    @Test("without a successor the address goes after skew and a margin")
    func stopAlone() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        _ = bench.handle(.stop)
        #expect(!bench.advance(.milliseconds(950)).contains(.stopped))
        let effects = bench.advance(.milliseconds(300))
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(effects.contains(.stopped))
    }

    @Test("a second request leaves at once, with one priority 0 in all")
    func stopNow() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        var effects = bench.handle(.stop)
        effects += bench.handle(.stopNow)
        #expect(effects.advertised == [0])
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(effects.contains(.stopped))
    }

    @Test("cases 31, 32: a backup and a faulty node leave without priority 0")
    func stopBackup() {
        var backup = Bench.started(Bench.configuration([Bench.instance()]))
        _ = backup.hear(priority: 200)
        let effects = backup.handle(.stop)
        #expect(effects.advertised.isEmpty)
        #expect(effects.contains(.stopped))

        let check = Bench.check("web")
        var faulty = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        _ = faulty.report("web", .fail)
        #expect(faulty.handle(.stop).advertised.isEmpty)
    }

    @Test("case 125: a reload without a change does nothing")
    func reloadUnchanged() {
        let check = Bench.check("web")
        let configuration = Bench.configuration([Bench.instance(checks: [check])], checks: [check])
        var bench = Bench.master(configuration)
        let deadline = bench.node.nextDeadline
        let effects = bench.handle(.reload(configuration, generation: 2))
        #expect(effects.deeds.isEmpty)
        #expect(effects.changes == [.reloaded(generation: 2)])
        #expect(bench.node.nextDeadline == deadline)
        #expect(bench.state == .master)
    }

    @Test("a master whose priority a reload changes says so once, and never again what it was")
    func reloadChangesPriority() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let changed = Bench.configuration([
            Bench.instance(priority: 160) { $0.router.advertisementInterval = Self.interval(seconds: 2) }
        ])
        let effects = bench.handle(.reload(changed, generation: 2))
        #expect(effects.advertised == [160])
        #expect(bench.advance(.seconds(2)).advertised == [160])
    }

    private static func interval(seconds: Int) -> AdvertisementInterval {
        guard let interval = AdvertisementInterval(seconds: seconds) else { fatalError("no interval") }
        return interval
    }

    @Test("case 126: an instance removed by a reload hands over as a master and just goes as a backup")
    func reloadRemoves() {
        var master = Bench.master(Bench.configuration([Bench.instance()]))
        let effects = master.handle(.reload(Bench.configuration([]), generation: 2))
        #expect(effects.advertised == [0])
        #expect(effects.removed.isEmpty)
        _ = master.hear(priority: 100)
        #expect(master.advance(.milliseconds(20)).removed == ["172.20.128.4/24"])
        #expect(master.node.instances.isEmpty)

        var backup = Bench.started(Bench.configuration([Bench.instance()]))
        #expect(backup.handle(.reload(Bench.configuration([]), generation: 2)).advertised.isEmpty)
        #expect(backup.node.instances.isEmpty)
    }

    @Test("cases 77, 78: addresses added and removed by a reload while master; the others are not touched")
    func reloadAddresses() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let other = VirtualAddress(address: IPAddress(172, 20, 128, 5), prefixLength: 24, device: "eth0")
        let both = Bench.instance {
            $0.virtualAddresses.append(other)
            $0.router.addresses.append(other.address)
        }
        let added = bench.handle(.reload(Bench.configuration([both]), generation: 2))
        #expect(added.added == ["172.20.128.5/24"])
        #expect(added.removed.isEmpty)
        #expect(added.announced > 0)
        let removed = bench.handle(.reload(Bench.configuration([Bench.instance()]), generation: 3))
        #expect(removed.removed == ["172.20.128.5/24"])
        #expect(removed.added.isEmpty)
        #expect(bench.state == .master)
    }

    @Test("case 127: an address that moves between instances is there at the end")
    func reloadMovesAddress() {
        func instance(_ name: String, vrid: UInt8, _ last: UInt8...) -> InstanceConfiguration {
            Bench.instance(name, vrid: vrid) { instance in
                let addresses = last.map { IPAddress(172, 20, 128, $0) }
                instance.router.addresses = addresses
                instance.virtualAddresses = addresses.map {
                    VirtualAddress(address: $0, prefixLength: 24, device: "eth0")
                }
            }
        }
        let before = [instance("A", vrid: 51, 10, 4), instance("B", vrid: 52, 11)]
        let after = [instance("A", vrid: 51, 10), instance("B", vrid: 52, 11, 4)]
        for (from, to) in [(before, after), (after, before)] {
            var bench = Bench.master(Bench.configuration(from))
            let effects = bench.handle(.reload(Bench.configuration(to), generation: 2))
            _ = bench.advance(.seconds(2))
            let wanted = AssignedAddress(address: Bench.virtual, prefixLength: 24)
            #expect(bench.node.interfaces[Bench.eth0]?.addresses.contains(wanted) == true)
            #expect(effects.added + effects.removed != [])
            #expect(bench.node.instances.flatMap(\.held).count == 3)
        }
    }

    @Test("case 79: the last address removed while master: priority 0 with the old list, then fault")
    func reloadRemovesLastAddress() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let empty = Bench.instance {
            $0.virtualAddresses = []
            $0.router.addresses = []
        }
        let effects = bench.handle(.reload(Bench.configuration([empty]), generation: 2))
        #expect(effects.advertised == [0])
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].faults == [.noVirtualAddress])
    }

    @Test("case 128: checks keep their state over a reload, with reverse as without", arguments: [false, true])
    func reloadKeepsHealth(reverse: Bool) {
        let check = Bench.check("web", weight: 30, reverse: reverse)
        let configuration = Bench.configuration([Bench.instance(priority: 100, checks: [check])], checks: [check])
        var bench = Bench.master(configuration)
        let before = bench.priority
        #expect(before == (reverse ? 70 : 130))
        var retimed = check
        retimed.schedule.interval = .seconds(5)
        let changed = Bench.configuration([Bench.instance(priority: 100, checks: [retimed])], checks: [retimed])
        #expect(bench.handle(.reload(changed, generation: 2)).deeds.isEmpty)
        #expect(bench.priority == before)
    }

    @Test("a rename keeps the state")
    func rename() {
        var bench = Bench.master(Bench.configuration([Bench.instance("old")]))
        let effects = bench.handle(.reload(Bench.configuration([Bench.instance("new")]), generation: 2))
        #expect(effects.removed.isEmpty)
        #expect(bench.state == .master)
        #expect(bench.node.instances[0].name == "new")
    }

    @Test("warm restart: a master resumes without priority 0 and without touching its addresses")
    func warmRestart() throws {
        let check = Bench.check("web", weight: -60)
        let configuration = Bench.configuration([Bench.instance(checks: [check])], checks: [check])
        var first = Bench.master(configuration)
        _ = first.report("web", .fail)
        let bytes = first.node.snapshot.encoded()

        var second = Bench(configuration)
        second.node.restore(try NodeSnapshot(decoding: bytes), at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces(leftover: true)))
        let effects = second.handle(.start)
        #expect(effects.advertised == [90])
        #expect(effects.removed.isEmpty)
        #expect(effects.added.isEmpty)
        #expect(effects.notified.isEmpty)
        #expect(second.state == .master)
        #expect(second.priority == 90)
        #expect(second.handle(.stop).advertised == [0])
    }

    @Test("a master that may not resume gives up what its predecessor held")
    func warmRestartIntoFault() throws {
        let configuration = Bench.configuration([Bench.instance()])
        let bytes = Bench.master(configuration).node.snapshot.encoded()
        var second = Bench(configuration)
        second.node.restore(try NodeSnapshot(decoding: bytes), at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces(eth0Up: false, leftover: true)))
        #expect(second.handle(.start).removed == ["172.20.128.4/24"])
        #expect(second.state == .fault)
    }

    @Test("snapshots survive their codec; any other bytes are refused, not believed")
    func snapshotCodec() throws {
        let check = Bench.check("web", weight: -60)
        let configuration = Bench.configuration([Bench.instance(checks: [check])], checks: [check])
        var bench = Bench.master(configuration)
        _ = bench.report("web", .fail, .httpStatus)
        let snapshot = bench.node.snapshot
        let bytes = snapshot.encoded()
        #expect(try NodeSnapshot(decoding: bytes) == snapshot)
        for length in 0..<bytes.count {
            #expect(throws: WireError.self) { try NodeSnapshot(decoding: Array(bytes.prefix(length))) }
        }
        var generator = SplitMix(state: 3)
        for _ in 0..<5000 {
            var mutated = bytes
            mutated[Int.random(in: 0..<mutated.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? NodeSnapshot(decoding: mutated)
        }
    }

    @Test("notify scripts: the specific one, then the general one with instance, state and priority")
    func notify() {
        let configuration = Bench.configuration([
            Bench.instance {
                $0.notify.master = NotifyScript(command: ["/m"])
                $0.notify.backup = NotifyScript(command: ["/b"])
                $0.notify.stop = NotifyScript(command: ["/s"])
                $0.notify.any = NotifyScript(command: ["/n", "x"])
            }
        ])
        var bench = Bench(configuration)
        _ = bench.handle(.interfaces(Bench.interfaces()))
        #expect(bench.handle(.start).notified == [["/b"], ["/n", "x", "INSTANCE", "VI_1", "BACKUP", "150"]])
        #expect(bench.advance(.seconds(4)).notified == [["/m"], ["/n", "x", "INSTANCE", "VI_1", "MASTER", "150"]])
        var effects = bench.handle(.stop)
        effects += bench.advance(.seconds(2))
        #expect(effects.notified == [["/s"], ["/n", "x", "INSTANCE", "VI_1", "STOP", "150"]])
    }

    @Test("an owner is master at once, and keeps addresses it finds")
    func owner() {
        var bench = Bench(Bench.configuration([Bench.instance(priority: 255)]))
        _ = bench.handle(.interfaces(Bench.interfaces(leftover: true)))
        let effects = bench.handle(.start)
        #expect(effects.removed.isEmpty)
        #expect(effects.advertised == [255])
        #expect(bench.state == .master)
    }

    @Test("an owner whose own address is the virtual one keeps it when it leaves")
    func ownAddress() {
        var bench = Bench(Bench.configuration([Bench.instance(priority: 255)]))
        var interfaces = Bench.interfaces()
        interfaces[0].addresses = [AssignedAddress(address: Bench.virtual, prefixLength: 24)]
        _ = bench.handle(.interfaces(interfaces))
        #expect(bench.handle(.start).removed.isEmpty)
        let effects = bench.handle(.stopNow)
        #expect(effects.advertised == [0])
        #expect(effects.removed.isEmpty)
        #expect(bench.node.presentVirtualAddresses.isEmpty)
    }

    @Test("two instances of one VRID with disjoint peers survive a reload without a change")
    func reloadDisjointPeers() {
        let instances = [3, 9].map { last in
            Bench.instance("VI_\(last)") {
                $0.unicast = .init(source: Bench.own, peers: [IPAddress(172, 20, 128, UInt8(last))])
            }
        }
        var bench = Bench.master(Bench.configuration(instances))
        let effects = bench.handle(.reload(Bench.configuration(instances), generation: 2))
        #expect(effects.deeds.isEmpty)
        #expect(bench.node.instances.map(\.name) == ["VI_3", "VI_9"])
    }

    @Test("another multicast group opens the sockets anew")
    func reloadGroup() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let other = Bench.configuration([Bench.instance()]) { $0.multicastGroup = IPv4Address(224, 0, 0, 99) }
        let effects = bench.handle(.reload(other, generation: 2))
        let sockets = effects.filter { if case .listen = $0 { true } else { $0 == .unlisten(index: Bench.eth0) } }
        let group = IPAddress(224, 0, 0, 99)
        #expect(
            sockets == [
                .unlisten(index: Bench.eth0), .listen(interface: "eth0", index: Bench.eth0, group: group),
            ]
        )
    }

    @Test("leftovers of an instance that a reload adds are removed, too")
    func reloadLeftovers() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let left = AssignedAddress(address: IPAddress(172, 20, 128, 77), prefixLength: 32)
        _ = bench.handle(.addressAdded(left, index: Bench.eth0))
        let added = Bench.instance("V2", vrid: 52) {
            $0.router.addresses = [left.address]
            $0.virtualAddresses = [VirtualAddress(address: left.address, device: "eth0")]
        }
        let effects = bench.handle(.reload(Bench.configuration([Bench.instance(), added]), generation: 2))
        #expect(effects.removed == ["172.20.128.77/32"])
    }

    @Test("a warm restart competes at once, whatever check was added lately")
    func warmRestartWithNewCheck() throws {
        let bytes = Bench.master(Bench.configuration([Bench.instance()])).node.snapshot.encoded()
        let check = Bench.check("web")
        var second = Bench(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        second.node.restore(try NodeSnapshot(decoding: bytes), at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces(leftover: true)))
        #expect(second.handle(.start).advertised == [150])
        #expect(second.state == .master)
    }

    @Test("status and explain are one JSON document each, and an unknown name is answered with the known ones")
    func status() {
        let check = Bench.check("we\"b", weight: -60)
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        _ = bench.report("we\"b", .fail, .httpStatus)
        let status = bench.node.status(version: "1", processID: 1, at: bench.now)
        #expect(status.contains(#""name":"we\"b""#))
        #expect(status.contains(#""effective":90"#))
        let explanation = bench.node.explain("VI_1", at: bench.now)
        #expect(explanation.contains(#""delta":-60"#))
        #expect(bench.node.explain("VI_9", at: bench.now).contains("expected one of: VI_1"))
    }
}
