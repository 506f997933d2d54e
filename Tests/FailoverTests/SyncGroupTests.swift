import Checks
import Configuration
import Testing
import VRRP

@testable import Failover

/// `vrrp_sync_group`: all members are master together, or none is.
@Suite struct SyncGroupTests {
    private static func group(_ members: [String], change: (inout SyncGroupConfiguration) -> Void = { _ in })
        -> SyncGroupConfiguration
    {
        var group = SyncGroupConfiguration(
            name: "VG",
            location: SourceLocation(file: "test.conf", line: 1, column: 1),
            members: members
        )
        group.notify.any = NotifyScript(command: ["/group"])
        change(&group)
        return group
    }

    private static func member(
        _ number: UInt8,
        priority: UInt8 = 150,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> InstanceConfiguration {
        Bench.instance("VI_\(number)", vrid: 50 + number, priority: priority) {
            let address = IPAddress(172, 20, 128, 100 + number)
            $0.router.addresses = [address]
            $0.virtualAddresses = [VirtualAddress(address: address, device: "eth0")]
            $0.notify.any = NotifyScript(command: ["/member"])
            change(&$0)
        }
    }

    private static func configuration(
        _ instances: [InstanceConfiguration] = [member(1), member(2)],
        checks: [CheckDefinition] = []
    ) -> AgentConfiguration {
        var configuration = Bench.configuration(instances, checks: checks)
        configuration.syncGroups = [Self.group(instances.map(\.name))]
        return configuration
    }

    private static func states(_ bench: Bench) -> [VirtualRouter.StateName] {
        bench.node.instances.map(\.router.state.name)
    }

    /// An advertisement for the virtual router of one member.
    private static func hear(_ bench: inout Bench, _ number: UInt8, priority: UInt8) -> [Effect] {
        let router = VirtualRouter(settings: Self.member(number).router)
        let packet = router.advertisement(priority: Priority(rawValue: priority))
            .packet(source: Bench.peer, destination: .vrrpGroup(.ipv4))
        return bench.handle(.datagram(packet, index: Bench.eth0))
    }

    @Test("silence on all members: all are master in the same moment, members are told first, then the group")
    func becomesMaster() {
        var bench = Bench.started(Self.configuration([Self.member(1, priority: 150), Self.member(2, priority: 100)]))
        #expect(bench.node.groups.map(\.state) == [.backup])
        // The first wants to be master after 3.41 s, the second after 3.61 s.
        let early = bench.advance(.milliseconds(3600))
        #expect(early.deeds == [])
        #expect(bench.node.instances[0].router.wantsMaster)
        #expect(bench.node.explain("VI_1", at: bench.now).contains("waits for VI_2 of its sync group"))
        let effects = bench.advance(.milliseconds(10))
        #expect(effects.deeds == ["advertise", "add", "announce", "advertise", "add", "announce"])
        #expect(
            effects.notified == [
                ["/member", "INSTANCE", "VI_1", "MASTER", "150"], ["/member", "INSTANCE", "VI_2", "MASTER", "100"],
                ["/group", "GROUP", "VG", "MASTER", "0"],
            ]
        )
        #expect(effects.changes.contains(.syncGroup("VG", from: .backup, to: .master)))
        #expect(bench.node.groups.map(\.state) == [.master])
    }

    @Test("case 103: a fault of one member: both leave, both send priority 0")
    func fault() {
        let check = Bench.check("web")
        let instances = [
            Self.member(1), Self.member(2) { $0.trackedChecks = [TrackedCheck(name: "web", weight: check.weight)] },
        ]
        var bench = Bench.master(Self.configuration(instances, checks: [check]))
        #expect(Self.states(bench) == [.master, .master])
        let effects = bench.report("web", .fail, .processMissing)
        #expect(Self.states(bench) == [.fault, .fault])
        #expect(effects.advertised == [0, 0])
        #expect(bench.node.instances[0].faults == [.syncGroupMember("VI_2")])
        #expect(effects.notified.last == ["/group", "GROUP", "VG", "FAULT", "0"])
        // It leaves the fault when no member has one, and is master again after a master down interval.
        let recovery = bench.report("web", .pass)
        #expect(Self.states(bench) == [.backup, .backup])
        #expect(recovery.notified.last == ["/group", "GROUP", "VG", "BACKUP", "0"])
        _ = bench.advance(.seconds(4))
        #expect(Self.states(bench) == [.master, .master])
    }

    @Test("case 104: a higher priority for one member: both are backup in the same moment, without priority 0")
    func higherPriority() {
        var bench = Bench.master(Self.configuration())
        let effects = Self.hear(&bench, 2, priority: 200)
        #expect(Self.states(bench) == [.backup, .backup])
        #expect(effects.advertised == [])
        #expect(effects.removed == ["172.20.128.102/32", "172.20.128.101/32"])
        #expect(
            effects.changes.contains(.transition(.init(from: .master, to: .backup, cause: .following("VI_2"))))
        )
        #expect(effects.notified.last == ["/group", "GROUP", "VG", "BACKUP", "0"])
        #expect(effects.notified.count == 3)
    }

    @Test("case 105: one member that hears nobody thrashes nothing, and asks once in a master down interval")
    func isolatedMember() {
        var bench = Bench.started(Self.configuration())
        var effects: [Effect] = []
        for _ in 0..<600 {
            effects += Self.hear(&bench, 1, priority: 200)
            effects += bench.advance(.milliseconds(100))
        }
        #expect(Self.states(bench) == [.backup, .backup])
        #expect(effects.deeds == [])
        #expect(effects.changes == [])
    }

    @Test("case 106: a group of one")
    func single() {
        var bench = Bench.started(Self.configuration([Self.member(1)]))
        #expect(bench.advance(.seconds(4)).notified.last == ["/group", "GROUP", "VG", "MASTER", "0"])
        _ = Self.hear(&bench, 1, priority: 200)
        #expect(bench.node.groups.map(\.state) == [.backup])
    }

    @Test("case 107: after a split the winner announces the addresses of all members")
    func split() {
        var bench = Bench.master(Self.configuration())
        let effects = Self.hear(&bench, 1, priority: 100)
        #expect(effects.announced == 10)
        #expect(effects.advertised == [150])
    }

    @Test("case 64: members of different preempt delays: master after the longer, without a busy loop")
    func preemptDelays() {
        var bench = Bench.started(
            Self.configuration([
                Self.member(1) { $0.router.preemptDelay = .seconds(5) },
                Self.member(2) { $0.router.preemptDelay = .seconds(10) },
            ])
        )
        var effects: [Effect] = []
        var wakeUps = 0
        let start = bench.now
        while bench.node.groups[0].state != .master, bench.now - start < .seconds(30) {
            for number in [1, 2] as [UInt8] { effects += Self.hear(&bench, number, priority: 100) }
            let end = bench.now + .seconds(1)
            while let deadline = bench.node.nextDeadline, deadline <= end, wakeUps < 1000 {
                bench.now = max(deadline, bench.now)
                effects += bench.handle(.tick)
                wakeUps += 1
            }
            bench.now = end
        }
        #expect(bench.now - start == .seconds(10))
        #expect(wakeUps < 10)
    }

    @Test("an owner waits for its group")
    func owner() {
        var bench = Bench.started(Self.configuration([Self.member(1, priority: 255), Self.member(2)]))
        #expect(Self.states(bench) == [.backup, .backup])
        _ = bench.advance(.seconds(4))
        #expect(Self.states(bench) == [.master, .master])
        var owners = Bench.started(Self.configuration([Self.member(1, priority: 255), Self.member(2, priority: 255)]))
        #expect(Self.states(owners) == [.master, .master])
        #expect(owners.advance(.seconds(1)).advertised == [255, 255])
    }

    @Test("fast_preempt: both preempt within the skew")
    func fastPreempt() {
        let instances = [1, 2].map { Self.member($0) { $0.router.fastPreempt = true } }
        var bench = Bench.started(Self.configuration(instances))
        for number in [1, 2] as [UInt8] { _ = Self.hear(&bench, number, priority: 100) }
        #expect(bench.advance(.milliseconds(420)).added.count == 2)
    }

    @Test("members that a reload removes let go as soon as each has a successor, and no group follows them")
    func removedByReload() {
        var bench = Bench.started(Self.configuration())
        _ = bench.advance(.seconds(4))
        #expect(Self.states(bench) == [.master, .master])
        let effects = bench.handle(.reload(Bench.configuration([Self.member(3)]), generation: 2))
        #expect(effects.advertised == [0, 0])
        #expect(bench.node.groups.isEmpty)
        _ = Self.hear(&bench, 1, priority: 100)
        #expect(bench.advance(.milliseconds(6)).removed == ["172.20.128.101/32"])
        _ = Self.hear(&bench, 2, priority: 100)
        #expect(bench.advance(.milliseconds(6)).removed == ["172.20.128.102/32"])
    }

    @Test("leaving: all say priority 0, and none gives its address up before the last has a successor")
    func handover() {
        var bench = Bench.master(Self.configuration())
        let leaving = bench.handle(.stop)
        #expect(leaving.advertised == [0, 0])
        _ = Self.hear(&bench, 1, priority: 100)
        #expect(bench.advance(.milliseconds(100)).removed == [])
        _ = Self.hear(&bench, 2, priority: 100)
        let end = bench.advance(.milliseconds(5))
        #expect(end.removed.count == 2)
        #expect(end.notified.last == ["/group", "GROUP", "VG", "STOP", "0"])
        #expect(end.last == .stopped || end.contains(.stopped))
    }

    @Test("a warm restart moves nothing and tells nobody")
    func warmRestart() {
        let bench = Bench.master(Self.configuration())
        var second = Bench(bench.node.configuration)
        second.now = bench.now
        second.node.restore(bench.node.snapshot, at: second.now)
        var effects = second.handle(.interfaces(Bench.interfaces()))
        effects += second.handle(.start)
        #expect(Self.states(second) == [.master, .master])
        #expect(second.node.groups.map(\.state) == [.master])
        #expect(effects.notified == [])
    }

    @Test("a reload: a member that is added joins the master, a group that goes leaves its members where they are")
    func reload() {
        var bench = Bench.master(Self.configuration())
        let added = Self.configuration([Self.member(1), Self.member(2), Self.member(3)])
        let joining = bench.handle(.reload(added, generation: 2))
        #expect(Self.states(bench) == [.master, .master, .master])
        #expect(joining.added == ["172.20.128.103/32"])
        #expect(joining.removed == [])
        var without = added
        without.syncGroups = []
        let freed = bench.handle(.reload(without, generation: 3))
        #expect(freed.deeds == [])
        _ = Self.hear(&bench, 1, priority: 200)
        #expect(Self.states(bench) == [.backup, .master, .master])
        // A group of a backup and two masters cannot stay so: the masters say that they leave.
        let grouped = bench.handle(.reload(added, generation: 4))
        #expect(Self.states(bench) == [.backup, .backup, .backup])
        #expect(grouped.advertised == [0, 0])
    }

    @Test("FIFOs and mail: instances first, then the group, with the priority 0; states are told again on a reload")
    func notices() {
        var configuration = Self.configuration()
        configuration.global.notifyFIFOs = [NotifyFIFO(path: "/run/notify")]
        configuration.global.mail = MailSettings(recipients: [.keepalived])
        configuration.global.repeatsStatesOnReload = true
        for isMailed in [true, false] {
            configuration.syncGroups[0].mailsTransitions = isMailed
            var bench = Bench.started(configuration)
            let told = bench.advance(.seconds(4)).notices
            let lines = [
                "INSTANCE \"VI_1\" MASTER 150\n", "INSTANCE \"VI_2\" MASTER 150\n", "GROUP \"VG\" MASTER 0\n",
            ]
            #expect(told.map(\.line) == lines)
            #expect(told.map(\.isMailed) == [false, false, isMailed])
            let repeated = bench.handle(.reload(configuration, generation: 2)).notices
            #expect(repeated.map(\.line) == lines)
            #expect(repeated.map(\.isMailed) == [false, false, false])
        }
        configuration.global.mail?.leavesOutFaults = true
        configuration.syncGroups[0].mailsTransitions = true
        configuration.instances[1].trackedInterfaces = [TrackedInterface(name: "eth1")]
        var faulty = Bench.master(configuration)
        let mac = MACAddress(rawValue: 0x0200_ac14_8002)
        let fault = faulty.handle(.link(name: "eth1", index: Bench.eth1, isUp: false, hardwareAddress: mac)).notices
        #expect(fault.last?.line == "GROUP \"VG\" FAULT 0\n")
        #expect(fault.last?.isMailed == false)
    }

    @Test("status and the journal tell of groups")
    func status() {
        let bench = Bench.master(Self.configuration())
        let status = bench.node.status(version: "1", processID: 1, at: bench.now)
        #expect(status.contains(#""sync_groups":[{"name":"VG","state":"master""#))
        #expect(status.contains(#""members":["VI_1","VI_2"]"#))
        #expect(status.contains("sync group VG: backup → master"))
    }

    // MARK: Offers

    /// A group that is master, all of whose members offer.
    private static func offering() -> Bench {
        var bench = Bench.started(Self.configuration())
        _ = bench.advance(.seconds(4))
        #expect(Self.states(bench) == [.master, .master])
        for index in bench.node.instances.indices {
            bench.node.perform(bench.node.instances[index].router.offer(at: bench.now), of: index, at: bench.now)
        }
        #expect(Self.states(bench) == [.resigning, .resigning])
        return bench
    }

    @Test("an offer of which one member finds no successor is kept by all, and no script is run for it")
    func keptOffer() {
        var bench = Self.offering()
        _ = Self.hear(&bench, 1, priority: 100)
        let effects = bench.advance(.milliseconds(1200))
        #expect(Self.states(bench) == [.master, .master])
        #expect(bench.node.groups.map(\.state) == [.master])
        #expect(!effects.contains { if case .notify = $0 { true } else { false } })
        #expect(bench.node.instances.map(\.counters.becameMaster) == [1, 1])
        #expect(bench.node.instances.map(\.counters.releasedMaster) == [0, 0])
    }

    @Test("an offer whose members all have a successor is let go, and the members compete again as backups")
    func takenOffer() {
        var bench = Self.offering()
        _ = Self.hear(&bench, 1, priority: 100)
        _ = Self.hear(&bench, 2, priority: 100)
        _ = bench.advance(.milliseconds(6))
        #expect(Self.states(bench) == [.backup, .backup])
        #expect(bench.node.instances.map(\.counters.releasedMaster) == [1, 1])
    }
}
