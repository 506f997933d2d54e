import Checks
import Configuration
import Testing
import VRRP

@testable import Failover

/// A node that does not compete because somebody has said so.
@Suite("Maintenance") struct MaintenanceTests {
    static let alice = Operator(name: "alice", userID: 1000)
    static let web = Bench.check("web", weight: -60)
    static let disk = Bench.check("disk")

    static func on(_ instances: [String] = [], for duration: Duration? = nil, reason: String = "update") -> Event {
        .order(.beginMaintenance(instances: instances, reason: reason, duration: duration, by: Self.alice))
    }

    static func off(_ instances: [String] = []) -> Event {
        .order(.endMaintenance(instances: instances, by: Self.alice))
    }

    private static func configuration(change: (inout InstanceConfiguration) -> Void = { _ in }) -> AgentConfiguration {
        let checks = [Self.web, Self.disk]
        return Bench.configuration([Bench.instance(checks: checks, change: change)], checks: checks)
    }

    private static func two() -> AgentConfiguration {
        Bench.configuration([Bench.instance(), Bench.instance("VI_2", vrid: 52)])
    }

    private static func states(_ bench: Bench) -> [VirtualRouter.StateName] {
        bench.node.instances.map(\.router.state.name)
    }

    @Test("a master hands over, make before break, and stays away; off begins it again as a start does")
    func master() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        let effects = bench.handle(Self.on())
        let entry = MaintenanceEntry(
            reason: "update",
            by: Self.alice,
            since: UTCTime(nanoseconds: bench.now.nanoseconds)
        )
        #expect(effects.advertised == [0])
        #expect(effects.removed == [])
        #expect(
            effects.changes == [
                .maintenance(.began(entry)),
                .transition(Transition(from: .master, to: .resigning, cause: .stopped)),
            ]
        )
        #expect(effects.entries.last?.cause == effects.entries.first?.id)
        _ = bench.advance(.milliseconds(400))
        _ = bench.hear(priority: 100)
        let release = bench.advance(.milliseconds(5))
        #expect(release.removed == ["172.20.128.4/24"])
        #expect(
            release.changes == [
                .transition(Transition(from: .resigning, to: .initialize, cause: .successorHeard(Bench.peer)))
            ]
        )
        // baton why finds the order behind the loss of the addresses, too.
        #expect(release.entries.first?.cause == effects.entries.first?.id)
        #expect(bench.node.instances[0].handover?.outcome == .taken)
        #expect(bench.node.instances[0].handover?.time == .milliseconds(400))
        #expect(bench.node.instances[0].handover?.successor?.address == Bench.peer)
        #expect(bench.advance(.seconds(100)).deeds == [])
        #expect(bench.state == .initialize)
        let end = bench.handle(Self.off())
        #expect(
            end.changes == [
                .maintenance(.ended(entry, by: Self.alice)),
                .transition(Transition(from: .initialize, to: .backup, cause: .started)),
            ]
        )
        #expect(bench.advance(.seconds(4)).added == ["172.20.128.4/24"])
    }

    @Test("why it ended is journalled, beside why it began")
    func reasonOfTheEnd() {
        var bench = Bench.master(Self.configuration())
        _ = bench.handle(Self.on())
        let end = bench.handle(.order(.endMaintenance(instances: [], by: Self.alice, reason: "all is well")))
        let change = end.changes.first
        #expect(change?.description == "maintenance is over, as alice (uid 1000) says: all is well")
        var json = JSONText()
        json.object { json in
            if case .maintenance(let change)? = change { change.write(to: &json) }
        }
        #expect(json.text.contains("\"reason\":\"update\",\"end_reason\":\"all is well\""))
        #expect(bench.handle(Self.on()).changes.first?.description.contains("well") == false)
    }

    @Test("the status tells when a handover began, and whether it is known yet what is kept")
    func beginning() {
        var bench = Bench.master(Self.configuration())
        _ = bench.handle(Self.on())
        let began = bench.now.nanoseconds / 1000
        bench.node.isMaintenanceKept = false
        let status = bench.node.status(version: "1", processID: 1, at: bench.now + .seconds(1))
        #expect(status.contains("\"ago_ms\":1000,\"began_us\":\(began),\"outcome\":\"under_way\""))
        #expect(status.contains("\"failure\":null,\"kept\":false"))
    }

    @Test("without a successor it leaves all the same, and the handover says so")
    func nobody() {
        var bench = Bench.master(Self.configuration())
        _ = bench.handle(Self.on())
        #expect(bench.advance(.seconds(2)).removed == ["172.20.128.4/24"])
        #expect(bench.state == .initialize)
        #expect(bench.node.instances[0].handover?.outcome == .nobody)
        #expect(bench.node.status(version: "1", processID: 1, at: bench.now).contains("\"outcome\":\"nobody\""))
    }

    @Test(
        "off, or its end, while it hands over and nobody has taken over yet: the addresses never leave",
        arguments: [true, false]
    )
    func offBeforeSuccessor(isSaid: Bool) throws {
        let interval = try #require(AdvertisementInterval(seconds: 4))
        var bench = Bench.started(Bench.configuration([Bench.instance { $0.router.advertisementInterval = interval }]))
        _ = bench.advance(.seconds(20))
        _ = bench.handle(Self.on(for: .seconds(1)))
        #expect(bench.state == .resigning)
        var effects: [Effect] = []
        if isSaid {
            effects += bench.advance(.milliseconds(500))
            effects += bench.handle(Self.off())
        } else {
            effects += bench.advance(.seconds(1))
        }
        #expect(bench.node.maintenance.isEmpty)
        #expect(bench.state == .resigning)
        effects += bench.advance(.seconds(12))
        #expect(effects.removed == [])
        #expect(bench.state == .master)
        #expect(bench.node.instances[0].handover?.outcome == .kept)
    }

    @Test("off while a sync group hands over: it stays whole where one member has found no successor")
    func offDuringHandoverOfGroup() {
        var configuration = Self.two()
        configuration.syncGroups = [
            SyncGroupConfiguration(
                name: "VG",
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: ["VI_1", "VI_2"]
            )
        ]
        var bench = Bench.master(configuration)
        _ = bench.handle(Self.on(["VI_1"]))
        _ = bench.hear(priority: 100, vrid: 51)
        _ = bench.handle(Self.off(["VI_1"]))
        let effects = bench.advance(.seconds(2))
        #expect(Self.states(bench) == [.master, .master])
        #expect(effects.removed == [])
    }

    @Test("checks and links go on being told of, and move nothing")
    func changes() {
        var bench = Bench.started(Self.configuration())
        _ = bench.report("web", .pass)
        _ = bench.report("disk", .pass)
        #expect(bench.handle(Self.on()).changes.count == 2)
        #expect(bench.state == .initialize)
        #expect(
            bench.report("web", .fail).changes.contains(
                .priority(from: Priority(rawValue: 150), to: Priority(rawValue: 90))
            )
        )
        #expect(bench.report("disk", .fail).changes.contains(.faultBegan([.checkDown("disk")])))
        #expect(bench.node.instances[0].faults == [.checkDown("disk")])
        #expect(bench.report("disk", .fail).changes == [])
        #expect(bench.report("disk", .pass).changes.contains(.faultEnded))
        _ = bench.handle(.linkRemoved(index: Bench.eth0))
        #expect(bench.state == .initialize)
        #expect(!bench.node.instances[0].faults.isEmpty)
        let end = bench.handle(Self.off())
        #expect(bench.state == .fault)
        #expect(end.changes.contains { if case .faultBegan = $0 { true } else { false } })
    }

    @Test("what is in fault leaves the fault for maintenance, and comes back to it")
    func fault() {
        var bench = Bench.master(Self.configuration())
        _ = bench.report("disk", .fail)
        #expect(bench.state == .fault)
        let effects = bench.handle(Self.on())
        #expect(bench.state == .initialize)
        #expect(effects.deeds == [])
        _ = bench.handle(Self.off())
        #expect(bench.state == .fault)
    }

    @Test("a fault that begins during the handover releases at once")
    func faultDuringHandover() {
        var bench = Bench.master(Self.configuration())
        _ = bench.handle(Self.on())
        let effects = bench.report("disk", .fail)
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(bench.state == .initialize)
        #expect(bench.node.instances[0].handover?.outcome == .broken)
    }

    @Test(
        "off during the handover: it ends, and the instance is a backup in the same moment, of which only that is told"
    )
    func offDuringHandover() {
        var bench = Bench.master(Self.configuration { $0.notify.any = NotifyScript(command: ["/n"]) })
        _ = bench.handle(Self.on())
        _ = bench.handle(Self.off())
        #expect(bench.state == .resigning)
        _ = bench.hear(priority: 100)
        let effects = bench.advance(.milliseconds(5))
        #expect(bench.state == .backup)
        #expect(effects.notified == [["/n", "INSTANCE", "VI_1", "BACKUP", "150"]])
    }

    @Test("scripts are told as of a stop")
    func notification() {
        var bench = Bench.master(Self.configuration { $0.notify.any = NotifyScript(command: ["/n"]) })
        #expect(bench.handle(Self.on()).notified == [])
        #expect(bench.advance(.seconds(2)).notified == [["/n", "INSTANCE", "VI_1", "STOP", "150"]])
    }

    @Test("it ends when the wall clock has passed its end, also when that was set, within a minute")
    func expiry() {
        var bench = Bench.started(Bench.configuration([Bench.instance()]))
        _ = bench.handle(Self.on(for: .seconds(1800)))
        var quiet = bench
        #expect(quiet.advance(.seconds(1799)).changes == [])
        let end = quiet.advance(.seconds(1))
        #expect(end.changes.count == 2)
        #expect(quiet.state == .backup)
        #expect(quiet.node.maintenance.isEmpty)
        if case .maintenance(.ended(_, by: nil, reason: nil, staying: nil)) = end.changes[0] {
        } else {
            Issue.record("\(end.changes)")
        }
        // The clock is set on by an hour, and nothing happens but that time passes.
        let due = bench.node.nextDeadline
        #expect(due == bench.now + .seconds(60))
        let later = bench.now + .seconds(60)
        let effects = bench.node.handle(
            .tick,
            at: later,
            utc: UTCTime(nanoseconds: later.nanoseconds + 3_600_000_000_000)
        )
        #expect(effects.changes.count == 2)
        #expect(bench.node.stalls == 0)
    }

    @Test("given again it changes the reason and the end, and not since when it holds")
    func again() {
        var bench = Bench.master(Self.two())
        _ = bench.handle(Self.on())
        _ = bench.advance(.seconds(10))
        let since = bench.node.maintenance.whole?.since
        let effects = bench.handle(Self.on(for: .seconds(60), reason: "longer"))
        #expect(effects.changes.count == 1)
        guard case .maintenance(.changed(let entry)) = effects.changes.first else {
            Issue.record("\(effects.changes)")
            return
        }
        #expect(entry.reason == "longer")
        #expect(entry.since == since)
        #expect(entry.until == UTCTime(nanoseconds: bench.now.nanoseconds + 60_000_000_000))
    }

    @Test("one of two instances; of a whole node all but one")
    func names() {
        var bench = Bench.master(Self.two())
        _ = bench.handle(Self.on(["VI_2"]))
        _ = bench.advance(.seconds(2))
        #expect(Self.states(bench) == [.master, .initialize])
        _ = bench.handle(Self.on())
        _ = bench.advance(.seconds(2))
        #expect(Self.states(bench) == [.initialize, .initialize])
        _ = bench.handle(Self.off(["VI_2"]))
        #expect(Self.states(bench) == [.initialize, .backup])
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_1"])
        #expect(bench.node.maintenance.whole == nil)
        _ = bench.handle(Self.off())
        #expect(Self.states(bench) == [.backup, .backup])
    }

    @Test(
        "what a reload adds to a node in maintenance is in it, too; a rename keeps it, and what was taken away comes back so"
    )
    func reload() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        _ = bench.handle(Self.on())
        _ = bench.advance(.seconds(2))
        _ = bench.handle(.reload(Self.two(), generation: 2))
        #expect(bench.advance(.seconds(20)).deeds == [])
        #expect(Self.states(bench) == [.initialize, .initialize])
        _ = bench.handle(Self.off(["VI_1"]))
        let renamed = Bench.configuration([Bench.instance(), Bench.instance("VI_B", vrid: 52)])
        _ = bench.handle(.reload(renamed, generation: 3))
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_B"])
        #expect(bench.node.maintenanceWithoutInstance.isEmpty)
        _ = bench.handle(.reload(Bench.configuration([Bench.instance()]), generation: 4))
        #expect(bench.node.maintenanceWithoutInstance.map(\.name) == ["VI_B"])
        _ = bench.handle(.reload(renamed, generation: 5))
        _ = bench.advance(.seconds(20))
        #expect(Self.states(bench) == [.master, .initialize])
    }

    @Test("of several ends each comes at its moment, the earliest first")
    func severalEnds() {
        var bench = Bench.master(Self.two())
        _ = bench.handle(Self.on(["VI_1"], for: .seconds(30)))
        _ = bench.handle(Self.on(["VI_2"], for: .seconds(5)))
        _ = bench.advance(.milliseconds(4900))
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_1", "VI_2"])
        _ = bench.advance(.milliseconds(200))
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_1"])
        #expect(Self.states(bench) == [.initialize, .backup])
        _ = bench.advance(.seconds(25))
        #expect(bench.node.maintenance.isEmpty)
    }

    @Test("two instances that swap their names keep what each was told")
    func swap() {
        var bench = Bench.master(Self.two())
        _ = bench.handle(Self.on(["VI_2"]))
        _ = bench.advance(.seconds(2))
        let swapped = Bench.configuration([Bench.instance("VI_2"), Bench.instance("VI_1", vrid: 52)])
        _ = bench.handle(.reload(swapped, generation: 2))
        #expect(bench.node.instances.map(\.name) == ["VI_2", "VI_1"])
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_1"])
        _ = bench.advance(.seconds(20))
        #expect(Self.states(bench) == [.master, .initialize])
    }

    @Test("members of a sync group go and come together")
    func group() {
        var configuration = Self.two()
        configuration.syncGroups = [
            SyncGroupConfiguration(
                name: "VG",
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: ["VI_1", "VI_2"]
            )
        ]
        var bench = Bench.master(configuration)
        #expect(Self.states(bench) == [.master, .master])
        let order = OperatorOrder.beginMaintenance(instances: ["VI_2"], reason: "x", duration: nil, by: Self.alice)
        #expect(bench.node.instances(concernedBy: order) == ["VI_1", "VI_2"])
        #expect(bench.handle(.order(order)).advertised == [0, 0])
        _ = bench.hear(priority: 100, vrid: 51)
        _ = bench.hear(priority: 100, vrid: 52)
        _ = bench.advance(.milliseconds(5))
        #expect(Self.states(bench) == [.initialize, .initialize])
        #expect(bench.node.groups.map(\.state) == [.initialize])
        _ = bench.handle(Self.off(["VI_1"]))
        #expect(Self.states(bench) == [.backup, .backup])
        #expect(bench.node.maintenance.isEmpty)
    }

    @Test("a node that stops in maintenance, or in its handover, ends as usual")
    func stop() {
        var bench = Bench.master(Self.configuration())
        _ = bench.handle(Self.on(for: .seconds(2)))
        var resigning = bench
        #expect(!resigning.handle(.stop).contains(.stopped))
        _ = resigning.hear(priority: 100)
        #expect(resigning.advance(.milliseconds(5)).contains(.stopped))
        _ = bench.advance(.milliseconds(1500))
        #expect(bench.handle(.stop).contains(.stopped))
    }

    @Test("an agent that starts in maintenance never competes, also as owner, and removes what was left")
    func start() {
        let configuration = Bench.configuration([Bench.instance(priority: 255)])
        var list = MaintenanceList()
        list.whole = MaintenanceEntry(reason: "update", by: Self.alice, since: UTCTime(nanoseconds: 1))
        var bench = Bench(configuration)
        bench.node.adopt(list, utc: UTCTime(nanoseconds: 2))
        _ = bench.handle(.interfaces(Bench.interfaces(leftover: true)))
        let effects = bench.handle(.start)
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(effects.advertised == [])
        #expect(bench.advance(.seconds(20)).deeds == [])
        #expect(bench.state == .initialize)
        _ = bench.handle(Self.off())
        #expect(bench.state == .master)
    }

    @Test("an entry whose time is over when the agent starts counts for nothing, and its end is told")
    func startLate() {
        var list = MaintenanceList()
        list.whole = MaintenanceEntry(
            reason: "update",
            by: Self.alice,
            since: UTCTime(nanoseconds: 1),
            until: UTCTime(nanoseconds: 5)
        )
        var bench = Bench(Self.configuration())
        bench.node.adopt(list, utc: UTCTime(nanoseconds: 5))
        let effects = bench.handle(.interfaces(Bench.interfaces()))
        #expect(bench.node.maintenance.isEmpty)
        #expect(effects.changes == list.whole.map { [.maintenance(.ended($0, by: nil))] })
        #expect(bench.handle(.start).changes.allSatisfy { if case .maintenance = $0 { false } else { true } })
    }

    @Test("the whole node for a short time, one of its instances for good: that stays, and the journal says so")
    func wholeOverNamed() {
        var bench = Bench.master(Self.two())
        _ = bench.handle(Self.on(["VI_2"], reason: "broken"))
        _ = bench.handle(Self.on(for: .seconds(10)))
        #expect(bench.node.maintenance["VI_2"]?.reason == "broken")
        #expect(bench.node.maintenance["VI_1"]?.reason == "update")
        let effects = bench.advance(.seconds(30))
        #expect(Self.states(bench) == [.master, .initialize])
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_2"])
        let text = "maintenance is over: its time has passed; VI_2 stays out by an order of its own"
        #expect(effects.changes.map(\.description).contains(text))
    }

    @Test("one instance for a short time, under the whole node for good: its end says that it stays out, and with what")
    func namedUnderWhole() {
        var bench = Bench.master(Self.two())
        _ = bench.handle(Self.on(reason: "whole"))
        _ = bench.advance(.seconds(2))
        let begin = bench.handle(Self.on(["VI_1"], for: .seconds(2), reason: "short"))
        if case .maintenance(.began)? = begin.changes.first {} else { Issue.record("\(begin.changes)") }
        #expect(bench.node.place(of: "VI_1").flatMap(bench.node.maintenance)?.until == nil)
        #expect(bench.node.explain("VI_1", at: bench.now).contains("with baton maintenance off it competes again"))
        let effects = bench.advance(.seconds(3))
        #expect(effects.changes.count == 1)
        let text = effects.changes.first?.description ?? ""
        #expect(
            text.hasPrefix("maintenance is over: its time has passed; it stays out with the whole node, in maintenance")
        )
        #expect(text.hasSuffix(": whole"))
        #expect(Self.states(bench) == [.initialize, .initialize])
        // The others keep what lasts longer, when one is taken out of the whole.
        _ = bench.handle(Self.on(["VI_1"], for: .seconds(2), reason: "short"))
        _ = bench.handle(Self.off(["VI_2"]))
        #expect(bench.node.maintenance.named["VI_1"]?.reason == "whole")
        _ = bench.handle(Self.off())
        #expect(bench.node.maintenance.isEmpty)
    }

    @Test("another router process keeps it, and goes on with a handover")
    func snapshot() throws {
        var bench = Bench.master(Self.configuration())
        _ = bench.handle(Self.on(for: .seconds(600)))
        let snapshot = try NodeSnapshot(decoding: bench.node.snapshot.encoded())
        #expect(snapshot.maintenance == bench.node.maintenance)
        var next = Bench(Self.configuration())
        next.now = bench.now + .milliseconds(100)
        next.node.restore(snapshot, at: next.now)
        _ = next.handle(.interfaces(Bench.interfaces(leftover: true)))
        let start = next.handle(.start)
        #expect(next.state == .resigning)
        #expect(start.removed == [])
        _ = next.hear(priority: 100)
        #expect(next.advance(.milliseconds(5)).removed == ["172.20.128.4/24"])
        let idle = try NodeSnapshot(decoding: next.node.snapshot.encoded())
        var third = Bench(Self.configuration())
        third.now = next.now
        third.node.restore(idle, at: third.now)
        _ = third.handle(.interfaces(Bench.interfaces()))
        #expect(third.handle(.start).deeds == [])
        #expect(third.advance(.seconds(20)).deeds == [])
    }

    @Test("a name in the file is cleaned as one from the socket is, and thousands of long reasons are read again")
    func file() throws {
        var list = MaintenanceList()
        let by = Operator(name: "a\n\u{1B}[31mb", userID: 0)
        list.named["VI_1"] = MaintenanceEntry(reason: "x", by: by, since: UTCTime(nanoseconds: 1000))
        let long = Operator(name: String(repeating: "u", count: 65), userID: 0)
        list.named["VI_2"] = MaintenanceEntry(reason: "x", by: long, since: UTCTime(nanoseconds: 1000))
        let read = try MaintenanceList(parsing: list.text.utf8)
        #expect(read.named["VI_1"]?.by.name == "a[31mb")
        #expect(read.named["VI_2"]?.by.name == nil)
        var whole = MaintenanceList()
        let reason = String(repeating: "\"", count: OperatorOrder.reasonLimit)
        whole.whole = MaintenanceEntry(reason: reason, by: Self.alice, since: UTCTime(nanoseconds: 1000))
        let names = (0..<8000).map { "an instance with a rather long name \($0)" }
        whole.remove([names[0]], of: names)
        #expect(whole.named.count == 7999)
        #expect(try MaintenanceList(parsing: whole.text.utf8) == whole)
    }

    @Test("what is refused, and what is said instead")
    func refusals() {
        var bench = Bench.started(Self.two())
        func refusal(_ event: Event) -> String? {
            if case .order(let order) = event { bench.node.refusal(of: order) } else { nil }
        }
        #expect(refusal(Self.on()) == nil)
        #expect(refusal(Self.on(["VI_3"])) == "no instance VI_3; did you mean VI_1?")
        #expect(refusal(Self.on(["other"])) == "no instance other; expected one of: VI_1, VI_2")
        #expect(refusal(Self.off()) == "nothing on this node is in maintenance or drained")
        _ = bench.handle(Self.on(["VI_1"]))
        #expect(refusal(Self.off(["VI_2"])) == "VI_2 is not in maintenance, nor drained")
        #expect(refusal(Self.off(["VI_1"])) == nil)
        let page = bench.node.explain("VI_1", at: bench.now)
        #expect(page.contains("does not compete, in maintenance since"))
        #expect(page.contains("by alice (uid 1000): update; with baton maintenance off it competes again"))
    }
}
