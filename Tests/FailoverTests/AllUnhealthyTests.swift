import Checks
import Configuration
import Testing

@testable import Failover
@testable import VRRP

/// `all_unhealthy`: what becomes of the addresses where the checks of every node fail.
@Suite("all_unhealthy")
struct AllUnhealthyTests {
    private static let web = Bench.check("web")
    private static let data = Bench.check("data")

    private static func configuration(
        _ policy: AllUnhealthyPolicy,
        priority: UInt8 = 150,
        checks: [CheckDefinition] = [web, data],
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> AgentConfiguration {
        let instance = Bench.instance(priority: priority, checks: checks) {
            $0.guards.allUnhealthy = policy
            $0.notify.any = NotifyScript(command: ["/n"])
            change(&$0)
        }
        return Bench.configuration([instance], checks: checks)
    }

    /// A master that passes.
    private static func master(
        _ policy: AllUnhealthyPolicy,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> Bench {
        let bench = Bench.master(Self.configuration(policy, change: change))
        #expect(bench.state == .master)
        return bench
    }

    /// A backup whose master is heard.
    private static func backup(_ policy: AllUnhealthyPolicy, priority: UInt8 = 100) -> Bench {
        var bench = Bench.started(Self.configuration(policy, priority: priority))
        _ = bench.report("web", .pass)
        _ = bench.report("data", .pass)
        _ = bench.hear(priority: 150)
        #expect(bench.state == .backup)
        return bench
    }

    private static func lastResort(_ bench: Bench) -> LastResort? { bench.node.instances[0].lastResort }

    /// What an operator reads.
    private static func text(_ bench: Bench) -> String {
        let instance = bench.node.instances[0]
        return instance.lastResort.map { Node.text($0, of: instance, at: bench.now) } ?? ""
    }

    @Test("drop: a failed check is a fault at once, as without the word")
    func drop() {
        var bench = Self.master(.drop)
        let effects = bench.report("web", .fail)
        #expect(effects.deeds == ["advertise", "withdraw", "remove"])
        #expect(effects.advertised == [0])
        #expect(bench.state == .fault)
        #expect(Self.lastResort(bench) == nil)
    }

    @Test(
        "a master whose check fails offers its addresses: priority 0, and no address goes",
        arguments: [AllUnhealthyPolicy.hold, .best]
    )
    func offers(policy: AllUnhealthyPolicy) {
        var bench = Self.master(policy)
        let effects = bench.report("web", .fail)
        #expect(effects.deeds == ["advertise"])
        #expect(effects.advertised == [0])
        #expect(effects.notified == [])
        #expect(bench.state == .resigning)
        #expect(bench.node.instances[0].faults == [])
        #expect(
            Self.text(bench)
                == "offers 172.20.128.4 because check web is down: kept unless somebody takes over within 1 s"
        )
    }

    @Test(
        "an offer that nobody takes is kept: the priority is the least of all, the journal says why",
        arguments: [(AllUnhealthyPolicy.hold, UInt8(1)), (.best, 8)]
    )
    func kept(policy: AllUnhealthyPolicy, priority: UInt8) {
        var bench = Self.master(policy)
        let failure = bench.report("web", .fail)
        let effects = bench.advance(.milliseconds(1100))
        #expect(bench.state == .master)
        #expect(effects.advertised.first == priority)
        #expect(effects.removed == [])
        #expect(effects.notified == [])
        let rule: LastResort.Rule = policy == .hold ? .hold : .best
        let entries = failure.entries + effects.entries
        #expect(
            entries.map(\.change).dropFirst() == [
                .lastResortBegan([.checkDown("web")], rule),
                .priority(from: Priority(rawValue: 150), to: Priority(rawValue: priority)),
                .transition(Transition(from: .master, to: .resigning, cause: .offered)),
                .transition(Transition(from: .resigning, to: .master, cause: .noSuccessor)),
                .lastResortHeld(rule),
            ]
        )
        // Everything follows from the check's failure.
        let ids = entries.map(\.id)
        #expect(entries.map(\.cause) == [nil, ids[0], ids[1], ids[1], ids[1], ids[4]])
        #expect(
            entries.last?.change.description
                == "nobody took the addresses over; held as the last resort (all_unhealthy \(policy.rawValue))"
        )
        #expect(
            Self.text(bench)
                == "holds 172.20.128.4 although check web is down: nobody took over; next offer in 10 s"
        )
    }

    @Test("hold: an offer that is taken ends in a fault, and neither a stop nor a backup is told of")
    func takenHold() {
        var bench = Self.master(.hold)
        _ = bench.report("web", .fail)
        _ = bench.hear(priority: 100)
        let effects = bench.advance(.milliseconds(10))
        #expect(bench.state == .fault)
        #expect(effects.removed == ["172.20.128.4/24"])
        // No second priority 0: the successor is there.
        #expect(effects.advertised == [])
        #expect(effects.notified.map { $0[3] } == ["FAULT"])
        #expect(bench.node.instances[0].faults == [.checkDown("web")])
        #expect(effects.changes.last == .transition(Transition(from: .initialize, to: .fault, cause: .fault)))
        _ = bench.report("web", .pass)
        #expect(bench.state == .backup)
        #expect(bench.priority == 150)
    }

    @Test("best: an offer that is taken makes a backup of the lowest band")
    func takenBest() {
        var bench = Self.master(.best)
        _ = bench.report("web", .fail)
        _ = bench.hear(priority: 100)
        let effects = bench.advance(.milliseconds(10))
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(effects.notified.map { $0[3] } == ["BACKUP"])
        #expect(Self.text(bench).hasPrefix("competes with priority 8 although check web is down"))
        // The healthy one is heard and stays.
        _ = bench.hear(priority: 100)
        #expect(bench.advance(.milliseconds(900)).advertised == [])
    }

    @Test(
        "recovery during the offer: it is taken back at once, with the full priority",
        arguments: [AllUnhealthyPolicy.hold, .best]
    )
    func recovery(policy: AllUnhealthyPolicy) {
        var bench = Self.master(policy)
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(200))
        let effects = bench.report("web", .pass)
        #expect(bench.state == .master)
        #expect(effects.advertised == [150])
        #expect(effects.removed == [])
        #expect(effects.notified == [])
        #expect(effects.changes.contains(.lastResortEnded))
        #expect(Self.lastResort(bench) == nil)
        #expect(bench.node.nextDeadline == bench.now + .seconds(1))
    }

    @Test(
        "recovery when a successor has been heard: it hands over, and is a healthy backup",
        arguments: [AllUnhealthyPolicy.hold, .best]
    )
    func lateRecovery(policy: AllUnhealthyPolicy) {
        var bench = Self.master(policy)
        _ = bench.report("web", .fail)
        _ = bench.hear(priority: 100)
        _ = bench.report("web", .pass)
        #expect(bench.state == .resigning)
        _ = bench.advance(.milliseconds(10))
        #expect(bench.state == .backup)
        #expect(bench.priority == 150)
    }

    @Test("a second failed check lowers best by one and is no new offer; the last recovery ends it")
    func secondFailure() {
        var best = Self.master(.best)
        _ = best.report("web", .fail)
        _ = best.advance(.milliseconds(1100))
        #expect(best.report("data", .fail).advertised == [7])
        #expect(best.state == .master)
        #expect(best.report("web", .pass).advertised == [8])
        #expect(best.report("data", .pass).advertised == [150])
        #expect(Self.lastResort(best) == nil)

        var hold = Self.master(.hold)
        _ = hold.report("web", .fail)
        _ = hold.advance(.milliseconds(1100))
        #expect(hold.report("data", .fail).advertised == [])
        #expect(hold.priority == 1)
    }

    @Test("the band ends at 1, however many checks fail")
    func band() {
        #expect(
            (1...12).map { LastResort.priority(.best, failed: $0).rawValue } == [8, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1]
        )
        #expect((1...3).map { LastResort.priority(.hold, failed: $0).rawValue } == [1, 1, 1])
    }

    @Test("it offers again from time to time, every ten seconds or intervals")
    func offersAgain() {
        var bench = Self.master(.hold)
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        let quiet = bench.advance(.milliseconds(9900))
        #expect(Set(quiet.advertised) == [1])
        let offer = bench.advance(.milliseconds(200))
        #expect(offer.advertised.contains(0))
        #expect(bench.state == .resigning)
        // What was said once is not said again.
        let kept = bench.advance(.milliseconds(1100))
        #expect(bench.state == .master)
        #expect(!kept.changes.contains { if case .lastResortHeld = $0 { true } else { false } })
        // Its entries are caused by what made it a last resort.
        #expect(offer.entries.first?.cause == Self.lastResort(bench)?.entry)

        #expect(LastResort.offerInterval(.default) == .seconds(10))
        #expect(AdvertisementInterval(seconds: 5).map { LastResort.offerInterval($0) } == .seconds(50))
    }

    @Test("a healthy node with nopreempt takes over at the next offer, one that preempts at once")
    func healthyPeer() {
        var bench = Self.master(.hold)
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        let effects = bench.hear(priority: 100)
        #expect(bench.state == .fault)
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(effects.advertised == [])
        #expect(effects.changes.contains(.faultBegan([.checkDown("web")])))
    }

    @Test("best: a healthy node is yielded to, and the place below it is taken")
    func healthyPeerBest() {
        var bench = Self.master(.best)
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        _ = bench.hear(priority: 9)
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
        // Silence: nobody better is left.
        let effects = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        #expect(effects.advertised.first == 8)
        #expect(Self.text(bench).contains("no better node was heard; next offer in"))
    }

    @Test("hold: a backup whose check fails is in fault as ever")
    func backupHold() {
        var bench = Self.backup(.hold)
        #expect(bench.report("web", .fail).changes.contains(.faultBegan([.checkDown("web")])))
        #expect(bench.state == .fault)
        #expect(Self.lastResort(bench) == nil)
    }

    @Test("best: a backup whose check fails goes on below all, and does not hurry for an offer")
    func backupBest() {
        var bench = Self.backup(.best)
        let effects = bench.report("web", .fail)
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
        #expect(effects.advertised == [])
        #expect(
            effects.changes.last == .priority(from: Priority(rawValue: 100), to: Priority(rawValue: 8))
        )
        // A master that is no better offers its addresses, and takes them back.
        _ = bench.hear(priority: 0)
        #expect(bench.advance(.milliseconds(1100)).advertised == [])
        _ = bench.hear(priority: 8)
        // A tie leaves the holder where it is.
        #expect(bench.advance(.milliseconds(3000)).advertised == [])
        _ = bench.hear(priority: 7)
        #expect(bench.advance(.milliseconds(4000)).advertised.first == 8)
    }

    @Test(
        "a last resort lets an offer end, also where it may miss one advertisement only",
        arguments: [1, 10, 100, 4000]
    )
    func lastResortWaits(centiseconds: Int) throws {
        let interval = try #require(AdvertisementInterval(centiseconds: centiseconds))
        var settings = Bench.instance().router
        settings.version = .v3
        settings.advertisementInterval = interval
        settings.masterDownAdvertisements = 1
        var router = VirtualRouter(settings: settings)
        router.isLastResort = true
        let now = Instant(nanoseconds: 0)
        _ = router.setPriority(Priority(rawValue: 8), at: now)
        _ = router.start(at: now)
        let resignation = VirtualRouter(settings: settings).advertisement(priority: .resign)
        _ = router.receive(resignation, from: Bench.peer, localAddress: Bench.own, at: now)
        let deadline = try #require(router.deadline)
        // An instant is a whole number of nanoseconds.
        let least = VirtualRouter.Resigning.patience(settings) + interval.duration - .microseconds(1)
        #expect(deadline - now >= least)
    }

    @Test("a healthy backup takes an offer within its skew, whatever the version and the interval")
    func healthyBackup() throws {
        for (version, centiseconds) in [(Version.v2, 100), (.v2, 500), (.v3, 1), (.v3, 10), (.v3, 100), (.v3, 4000)] {
            let interval = try #require(AdvertisementInterval(centiseconds: centiseconds))
            for priority in [UInt8(9), 100, 254] {
                var settings = Bench.instance(priority: priority).router
                settings.version = version
                settings.advertisementInterval = interval
                let skew = Timing(
                    version: version,
                    priority: Priority(rawValue: priority),
                    masterInterval: interval
                ).skewTime
                let patience = VirtualRouter.Resigning.patience(settings)
                #expect(skew < patience)
            }
        }
    }

    @Test(
        "weights go on counting as ever, and no healthy node comes into the band",
        arguments: [AllUnhealthyPolicy.hold, .best]
    )
    func weights(policy: AllUnhealthyPolicy) {
        let heavy = Bench.check("heavy", weight: -200)
        let checks = [Self.web, heavy]
        var bench = Bench.master(Self.configuration(policy, checks: checks))
        #expect(bench.report("heavy", .fail).advertised == [9])
        #expect(bench.state == .master)
        #expect(bench.report("heavy", .pass).advertised == [150])
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        // The band knows no weights.
        #expect(bench.report("heavy", .fail).advertised == [])
    }

    @Test("a link that is down is a fault, whatever else is wrong", arguments: [AllUnhealthyPolicy.hold, .best])
    func hardFault(policy: AllUnhealthyPolicy) {
        var bench = Self.master(policy)
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        let mac = MACAddress(rawValue: 0x0200_ac14_8002)
        let down = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: false, hardwareAddress: mac))
        #expect(bench.state == .fault)
        #expect(down.removed == ["172.20.128.4/24"])
        #expect(bench.node.instances[0].faults == [.interfaceDown("eth0"), .checkDown("web")])
        #expect(!down.changes.contains(.lastResortEnded))
        _ = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: true, hardwareAddress: mac))
        #expect(bench.state == (policy == .hold ? .fault : .backup))
    }

    @Test("a link that goes down during the offer ends it")
    func hardFaultDuringOffer() {
        var bench = Self.master(.best)
        _ = bench.report("web", .fail)
        let mac = MACAddress(rawValue: 0x0200_ac14_8002)
        _ = bench.handle(.link(name: "eth0", index: Bench.eth0, isUp: false, hardwareAddress: mac))
        #expect(bench.state == .fault)
        #expect(bench.onInterfaces.isEmpty)
    }

    @Test("at the start: best competes below all, hold is in fault")
    func start() {
        for (policy, state) in [(AllUnhealthyPolicy.best, VirtualRouter.StateName.backup), (.hold, .fault)] {
            var bench = Bench.started(Self.configuration(policy))
            _ = bench.report("web", .fail)
            _ = bench.report("data", .pass)
            #expect(bench.state == state)
            let effects = bench.advance(.seconds(5))
            #expect(bench.state == (policy == .best ? .master : .fault))
            #expect(effects.advertised.first == (policy == .best ? 8 : nil))
        }
    }

    // MARK: Reload, restart, stop

    @Test("a reload changes the policy while it is in force")
    func reload() {
        var bench = Self.master(.hold)
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        let best = bench.handle(.reload(Self.configuration(.best), generation: 2))
        #expect(best.advertised == [8])
        #expect(bench.state == .master)
        #expect(best.changes.contains(.lastResortBegan([.checkDown("web")], .best)))
        let hold = bench.handle(.reload(Self.configuration(.hold), generation: 3))
        #expect(hold.advertised == [1])
        let drop = bench.handle(.reload(Self.configuration(.drop), generation: 4))
        #expect(drop.advertised == [0])
        #expect(bench.state == .fault)
        #expect(bench.onInterfaces.isEmpty)
        #expect(Self.lastResort(bench) == nil)
        // Who is in fault holds nothing, and can compete.
        _ = bench.handle(.reload(Self.configuration(.hold), generation: 5))
        #expect(bench.state == .fault)
        _ = bench.handle(.reload(Self.configuration(.best), generation: 6))
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
    }

    @Test(
        "a restart of the router process goes on with it, offers when it was due, and has an entry to link to",
        arguments: [AllUnhealthyPolicy.hold, .best]
    )
    func restart(policy: AllUnhealthyPolicy) throws {
        var bench = Self.master(policy)
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        let offer = try #require(Self.lastResort(bench)?.nextOffer)
        _ = bench.advance(.seconds(3))
        let snapshot = try NodeSnapshot(decoding: bench.node.snapshot.encoded())
        #expect(snapshot == bench.node.snapshot)
        var second = Bench(bench.node.configuration)
        second.now = bench.now
        second.node.restore(snapshot, at: second.now)
        var effects = second.handle(.interfaces(Bench.interfaces(leftover: true)))
        effects += second.handle(.start)
        #expect(second.state == .master)
        #expect(effects.advertised == [policy == .hold ? 1 : 8])
        #expect(effects.removed == [])
        let began = effects.entries.first { if case .lastResortBegan = $0.change { true } else { false } }
        #expect(began != nil)
        #expect(Self.lastResort(second)?.entry == began?.id)
        #expect(Self.lastResort(second)?.nextOffer == offer)
        #expect(Self.lastResort(second)?.since == Self.lastResort(bench)?.since)
        #expect(Self.lastResort(second)?.causes == [.checkDown("web")])
        let again = second.advance(.milliseconds(7100))
        #expect(second.state == .resigning)
        #expect(again.entries.last?.cause == began?.id)
    }

    @Test("a restart during the offer: the next process is master, and offers soon")
    func restartDuringOffer() {
        var bench = Self.master(.hold)
        _ = bench.report("web", .fail)
        var second = Bench(bench.node.configuration)
        second.now = bench.now
        second.node.restore(bench.node.snapshot, at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces(leftover: true)))
        _ = second.handle(.start)
        #expect(second.state == .master)
        #expect(second.priority == 1)
        _ = second.advance(.milliseconds(1100))
        #expect(second.state == .resigning)
    }

    @Test("a stop hands over as ever, also in the middle of an offer", arguments: [true, false])
    func stop(duringOffer: Bool) {
        var bench = Self.master(.hold)
        _ = bench.report("web", .fail)
        if !duringOffer { _ = bench.advance(.milliseconds(1100)) }
        let stopping = bench.handle(.stop)
        #expect(stopping.advertised == (duringOffer ? [] : [0]))
        let effects = bench.advance(.milliseconds(1200))
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(effects.contains(.stopped))
        #expect(effects.notified.map { $0[3] } == ["STOP"])
    }

    @Test("an instance that a reload removes during its offer leaves")
    func removal() {
        var bench = Self.master(.best)
        _ = bench.report("web", .fail)
        _ = bench.handle(.reload(Bench.configuration([]), generation: 2))
        _ = bench.advance(.seconds(3))
        #expect(bench.node.instances.isEmpty)
        #expect(bench.onInterfaces.isEmpty)
    }

    @Test("one that was frozen listens before it offers")
    func frozen() {
        var bench = Self.master(.hold)
        bench.now = bench.now + .seconds(6)
        let effects = bench.report("web", .fail)
        #expect(effects.advertised == [])
        #expect(bench.state == .master)
        _ = bench.advance(.seconds(13))
        #expect(bench.state == .resigning || Self.lastResort(bench)?.isKept == true)
    }

    // MARK: Sync groups

    private static func group(_ policy: AllUnhealthyPolicy) -> AgentConfiguration {
        let instances = (1...2).map { number in
            Bench.instance(
                "VI_\(number)",
                vrid: UInt8(50 + number),
                checks: number == 1 ? [Self.web] : [Self.data]
            ) {
                let address = IPAddress(172, 20, 128, UInt8(100 + number))
                $0.router.addresses = [address]
                $0.virtualAddresses = [VirtualAddress(address: address, device: "eth0")]
                $0.guards.allUnhealthy = policy
            }
        }
        var configuration = Bench.configuration(instances, checks: [Self.web, Self.data])
        configuration.syncGroups = [
            SyncGroupConfiguration(
                name: "VG",
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: ["VI_1", "VI_2"]
            )
        ]
        return configuration
    }

    private static func states(_ bench: Bench) -> [VirtualRouter.StateName] {
        bench.node.instances.map(\.router.state.name)
    }

    private static func priorities(_ bench: Bench) -> [UInt8] {
        bench.node.instances.map(\.router.effectivePriority.rawValue)
    }

    @Test(
        "a sync group offers as a whole and keeps as a whole, with one priority",
        arguments: [(AllUnhealthyPolicy.hold, UInt8(1), UInt8(1)), (.best, 8, 7)]
    )
    func groupKeeps(policy: AllUnhealthyPolicy, one: UInt8, two: UInt8) {
        var bench = Bench.master(Self.group(policy))
        #expect(Self.states(bench) == [.master, .master])
        #expect(bench.report("web", .fail).advertised == [0, 0])
        #expect(Self.states(bench) == [.resigning, .resigning])
        let kept = bench.advance(.milliseconds(1100))
        #expect(Self.states(bench) == [.master, .master])
        #expect(kept.advertised == [one, one])
        #expect(kept.removed == [])
        #expect(bench.report("data", .fail).advertised == (policy == .hold ? [] : [two, two]))
        let again = bench.advance(.milliseconds(10_100))
        #expect(again.advertised.suffix(2) == [0, 0])
        #expect(Self.states(bench) == [.resigning, .resigning])
    }

    @Test(
        "a sync group whose offer is taken leaves as a whole; of which only a part is taken, it stays",
        arguments: [AllUnhealthyPolicy.hold, .best]
    )
    func groupTaken(policy: AllUnhealthyPolicy) {
        func hear(_ bench: inout Bench, _ number: UInt8) {
            _ = bench.hear(priority: 100, vrid: 50 + number, addresses: [IPAddress(172, 20, 128, 100 + number)])
        }
        var bench = Bench.master(Self.group(policy))
        _ = bench.report("web", .fail)
        hear(&bench, 1)
        hear(&bench, 2)
        let effects = bench.advance(.milliseconds(10))
        let after: VirtualRouter.StateName = policy == .hold ? .fault : .backup
        #expect(Self.states(bench) == [after, after])
        #expect(effects.removed.count == 2)

        var partly = Bench.master(Self.group(policy))
        _ = partly.report("web", .fail)
        hear(&partly, 1)
        _ = partly.advance(.milliseconds(1100))
        #expect(Self.states(partly) == [.master, .master])
    }

    @Test("hold: a group that yields is in fault as a whole")
    func groupYields() {
        var bench = Bench.master(Self.group(.hold))
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        let address = IPAddress(172, 20, 128, 102)
        let effects = bench.hear(priority: 100, vrid: 52, addresses: [address])
        #expect(Self.states(bench) == [.fault, .fault])
        #expect(effects.removed.count == 2)
        _ = bench.report("web", .pass)
        #expect(Self.states(bench) == [.backup, .backup])
        #expect(Self.priorities(bench) == [150, 150])
    }

    @Test("the band is the one that last resorts are ordered by")
    func bestLastResort() {
        #expect(Int(VirtualRouter.bestLastResort.rawValue) == GuardSettings.lastResortPriorities.upperBound)
    }

    /// A group of one, which holds.
    private static func smallGroup(_ policy: AllUnhealthyPolicy, isOffering: Bool = false) -> Bench {
        var small = Self.group(policy)
        small.instances.removeLast()
        small.checks.removeLast()
        small.syncGroups[0].members.removeLast()
        var bench = Bench.master(small)
        _ = bench.report("web", .fail)
        if !isOffering { _ = bench.advance(.milliseconds(1100)) }
        return bench
    }

    @Test(
        "a member that a reload adds to a group which holds joins it, and the addresses stay",
        arguments: [AllUnhealthyPolicy.hold, .best],
        [true, false]
    )
    func groupGrows(policy: AllUnhealthyPolicy, isOffering: Bool) {
        var bench = Self.smallGroup(policy, isOffering: isOffering)
        var effects = bench.handle(.reload(Self.group(policy), generation: 2))
        effects += bench.report("data", .pass, generation: 2)
        effects += bench.advance(.milliseconds(1200))
        #expect(Self.states(bench) == [.master, .master])
        #expect(bench.node.instances.map(\.lastResort?.causes) == [[.checkDown("web")], [.checkDown("web")]])
        #expect(bench.node.instances.map(\.faults) == [[], []])
        // The next evaluations and offers change nothing of that.
        effects += bench.report("web", .fail, generation: 2)
        effects += bench.report("data", .fail, generation: 2)
        effects += bench.advance(.seconds(25))
        #expect(effects.removed == [])
        #expect(!effects.changes.contains { if case .faultBegan = $0 { true } else { false } })
        #expect(bench.onInterfaces.count == 2)
    }

    @Test("a member that a reload adds to a group which holds and that has a fault of its own ends the holding")
    func groupGrowsFaulty() {
        var bench = Self.smallGroup(.hold)
        var next = Self.group(.hold)
        next.instances[1].interface = "eth7"
        _ = bench.handle(.reload(next, generation: 2))
        _ = bench.report("data", .pass, generation: 2)
        #expect(Self.states(bench) == [.fault, .fault])
        #expect(bench.node.instances.map(\.lastResort) == [nil, nil])
        #expect(bench.onInterfaces.isEmpty)
    }

    // MARK: Status

    @Test("status names the guard where it is configured, and what it does")
    func status() {
        #expect(Self.status(Self.master(.drop)).contains(#""guards":[]"#))
        var bench = Self.master(.best)
        #expect(
            Self.status(bench).contains(
                #""guards":[{"guard":"all_unhealthy","setting":"best","in_force":false,"since_ms":null,"#
                    + #""until_ms":null,"causes":[],"text":"a node whose checks fail competes below"#
            )
        )
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(3096))
        let status = Self.status(bench)
        #expect(
            status.contains(
                #""guards":[{"guard":"all_unhealthy","setting":"best","in_force":true,"since_ms":3096,"#
                    + #""until_ms":8000,"causes":["check web is down"],"text":"holds 172.20.128.4 although"#
            )
        )
        #expect(status.contains(#""faults":[]"#))
    }

    private static func status(_ bench: Bench) -> String {
        bench.node.status(version: "1", processID: 1, at: bench.now)
    }

    @Test("the outlook tells of the offer, and of what ends it")
    func outlook() {
        var bench = Self.master(.hold)
        #expect(
            bench.node.explain("VI_1", at: bench.now).contains(
                "if check web fails, this node offers its addresses: a healthy backup takes over, or it keeps them"
            )
        )
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(1100))
        #expect(
            bench.node.explain("VI_1", at: bench.now).contains(
                "if check web passes, it competes again with priority 150"
            )
        )
    }
}
