import Checks
import Configuration
import Testing
import VRRP

@testable import Failover

/// `move_damping`: how moves are counted, what is suppressed, and what never is.
@Suite("Move damping") struct DampingTests {
    /// The third move within a quarter of the half-life begins it, the half ends it.
    static let settings = MoveDamping(
        halfLife: .seconds(300),
        suppress: 2500,
        reuse: 1250,
        maximum: .seconds(1200)
    )

    static func configuration(
        _ settings: MoveDamping? = settings,
        weight: Int = 0,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> AgentConfiguration {
        let check = Bench.check("web", weight: weight)
        let instance = Bench.instance(checks: [check]) {
            $0.moveDamping = settings
            change(&$0)
        }
        return Bench.configuration([instance], checks: [check])
    }

    static func damping(_ bench: Bench) throws -> Damping { try #require(bench.node.instances[0].damping) }

    /// For a time a master with this priority is heard each second, and the check says again what it said.
    static func hear(
        _ priority: UInt8,
        for seconds: Int,
        isWell: Bool = true,
        in bench: inout Bench
    ) -> [Effect] {
        var effects: [Effect] = []
        for _ in 0..<seconds {
            effects += bench.report("web", isWell ? .pass : .fail)
            effects += bench.hear(priority: priority)
            effects += bench.advance(.seconds(1))
        }
        return effects
    }

    /// Its check fails, the peer takes over, its check passes, and it is back; or it is not.
    static func flap(_ bench: inout Bench) -> [Effect] {
        var effects = bench.report("web", .fail)
        effects += Self.hear(100, for: 5, isWell: false, in: &bench)
        effects += bench.report("web", .pass)
        effects += Self.hear(100, for: 5, in: &bench)
        return effects
    }

    /// Became master, failed, came back, failed, and was well again: damped, a backup of 100.
    static func damped(_ configuration: AgentConfiguration = configuration()) -> Bench {
        var bench = Bench.master(configuration)
        _ = Self.flap(&bench)
        _ = Self.flap(&bench)
        return bench
    }

    private static func json(_ bench: Bench) throws -> JSONValue {
        let answer = try JSONValue(parsing: Array(bench.node.explain("VI_1", at: bench.now).utf8))
        return try #require(answer["instance"])
    }

    // MARK: Counting

    @Test("becoming master and ceasing to be count one each; what begins damping is linked to the move that did")
    func counts() throws {
        var bench = Bench.master(Self.configuration())
        #expect(try Self.damping(bench).memory.moves == 1)
        let first = Self.flap(&bench)
        #expect(try Self.damping(bench).memory.moves == 3)
        #expect(bench.state == .master)
        let damped = try #require(first.entries.first { if case .damped = $0.change { true } else { false } })
        let cause = try #require(first.entries.first { $0.id == damped.cause })
        #expect(
            cause.change
                == .transition(
                    Transition(from: .backup, to: .master, cause: .preempted(Bench.peer, Priority(rawValue: 100)))
                )
        )
        #expect(
            damped.change.description
                == "damped after 3 moves, penalty 2.96 of 2.50: for about 374 s it does not take its addresses back"
        )
    }

    @Test("a backup counts another master that it has heard twice, and not two that speak in turns")
    func countsAsBackup() throws {
        let other = IPAddress(172, 20, 128, 9)
        var bench = Bench.started(Self.configuration())
        _ = bench.report("web", .pass)
        var effects = bench.hear(priority: 200)
        for _ in 0..<10 {
            effects += bench.hear(priority: 210, from: other)
            effects += bench.hear(priority: 200)
        }
        #expect(try Self.damping(bench).memory.moves == 0)
        #expect(effects.changes.isEmpty)
        effects = bench.hear(priority: 210, from: other)
        effects += bench.hear(priority: 210, from: other)
        #expect(try Self.damping(bench).memory.moves == 1)
        #expect(effects.changes == [.masterChanged(from: Bench.peer, to: other)])
        // One that leaves does not become master by saying so.
        _ = bench.hear(priority: 0)
        _ = bench.hear(priority: 0)
        #expect(try Self.damping(bench).memory.moves == 1)
        _ = bench.hear(priority: 200)
        _ = bench.hear(priority: 200)
        effects = bench.hear(priority: 210, from: other)
        effects += bench.hear(priority: 210, from: other)
        #expect(try Self.damping(bench).memory.moves == 3)
        #expect(effects.entries.last?.cause == effects.entries.first?.id)
        #expect(try Self.damping(bench).isDamped)
        // To be damped keeps nobody from succeeding a master that has gone.
        let last = bench.advance(.seconds(4))
        #expect(last.changes.contains(.transition(Transition(from: .backup, to: .master, cause: .noMasterHeard))))
    }

    @Test("without the words nothing is counted, recorded or suppressed")
    func off() throws {
        var bench = Bench.master(Self.configuration(nil))
        var effects: [Effect] = []
        for _ in 0..<20 { effects += Self.flap(&bench) }
        #expect(bench.node.instances[0].damping == nil)
        #expect(
            effects.changes.filter { if case .transition(let move) = $0 { move.to == .master } else { false } }.count
                == 20
        )
        #expect(try Self.json(bench)["damping"] == nil)
    }

    // MARK: What is suppressed

    @Test("the return to a master that is well is suppressed, and told once")
    func returnSuppressed() throws {
        var bench = Bench.master(Self.configuration())
        _ = Self.flap(&bench)
        let effects = Self.flap(&bench)
        #expect(bench.state == .backup)
        let told = effects.entries.filter { if case .returnSuppressed = $0.change { true } else { false } }
        #expect(
            told.map(\.change) == [
                .returnSuppressed(from: Bench.peer, Priority(rawValue: 100), own: Priority(rawValue: 150))
            ]
        )
        let damped = bench.node.journal.entries.first { if case .damped = $0.change { true } else { false } }
        #expect(told.first?.cause == damped?.id)
        #expect(Self.hear(100, for: 100, in: &bench).changes.isEmpty)
    }

    @Test("a check that goes on flapping keeps it damped, until max")
    func flapping() throws {
        var bench = Self.damped()
        let began = try #require(Self.damping(bench).spell?.since)
        var changes: [Change] = []
        while changes.isEmpty, bench.now - began < .seconds(1300) {
            let effects = Self.flap(&bench)
            changes = effects.changes.filter { if case .dampingEnded = $0 { true } else { false } }
            if changes.isEmpty {
                #expect(!effects.changes.contains { if case .returnSuppressed = $0 { true } else { false } })
            }
        }
        #expect(changes == [.dampingEnded(.maximum)])
        #expect(bench.now - began >= .seconds(1200) && bench.now - began < .seconds(1211))
        #expect(try Self.damping(bench).penalty(at: bench.now) <= DampingPenalty(thousandths: 2250))
    }

    @Test("two masters that speak in turns, of which one is better: one return is suppressed, not one each second")
    func split() throws {
        var bench = Self.damped()
        let moves = try Self.damping(bench).memory.moves
        for _ in 0..<20 {
            _ = bench.report("web", .pass)
            _ = bench.hear(priority: 100)
            _ = bench.hear(priority: 200, from: IPAddress(172, 20, 128, 9))
            _ = bench.advance(.seconds(1))
        }
        #expect(try Self.damping(bench).memory.moves == moves)
    }

    @Test("calm ends it, and the return follows")
    func calm() throws {
        var bench = Self.damped()
        let spell = try #require(Self.damping(bench).spell)
        let left = Int((spell.until - bench.now).milliseconds / 1000)
        let before = Self.hear(100, for: left - 1, in: &bench)
        #expect(before.changes.isEmpty)
        let effects = Self.hear(100, for: 6, in: &bench)
        #expect(effects.changes.first == .dampingEnded(.calm))
        #expect(effects.entries.first?.cause == spell.entry)
        #expect(effects.entries.first?.at == spell.until)
        #expect(
            effects.changes.contains(
                .transition(
                    Transition(from: .backup, to: .master, cause: .preempted(Bench.peer, Priority(rawValue: 100)))
                )
            )
        )
        // What is left and the return itself are less than what begins it.
        #expect(try !Self.damping(bench).isDamped)
        #expect(
            bench.node.journal.entries.first { $0.id == spell.entry }?.change.description.contains("moves are damped")
                == true
        )
    }

    // MARK: What never is

    @Test("silence and priority 0 of the master")
    func silenceAndResignation() {
        var silent = Self.damped()
        // Heard last a second ago.
        #expect(silent.advance(.milliseconds(2415)).changes.count == 1)
        #expect(silent.state == .master)
        var resigned = Self.damped()
        _ = resigned.hear(priority: 0)
        #expect(resigned.advance(.milliseconds(415)).advertised == [150])
        #expect(resigned.state == .master)
    }

    @Test("a fault of its own, as master")
    func ownFault() throws {
        var bench = Self.damped()
        _ = bench.hear(priority: 0)
        _ = bench.advance(.seconds(1))
        #expect(try Self.damping(bench).isDamped)
        let effects = bench.report("web", .fail)
        #expect(effects.advertised == [0])
        #expect(effects.removed == ["172.20.128.4/24"])
    }

    @Test("a master that has got worse, for as long as it is")
    func worse() throws {
        var bench = Self.damped()
        // Less than before, and still the master it was: for three intervals and a skew nothing but that is heard.
        let effects = Self.hear(70, for: 4, in: &bench)
        #expect(
            effects.changes.contains(
                .transition(
                    Transition(from: .backup, to: .master, cause: .preempted(Bench.peer, Priority(rawValue: 70)))
                )
            )
        )
        #expect(try Self.damping(bench).isDamped)
    }

    @Test("a master that got worse, left and came back is what it has been")
    func newMastership() {
        var bench = Self.damped()
        _ = bench.hear(priority: 0)
        _ = Self.hear(70, for: 6, in: &bench)
        #expect(bench.state == .master)
        var well = Self.damped()
        _ = well.hear(priority: 0)
        _ = Self.hear(100, for: 10, in: &well)
        #expect(well.state == .backup)
    }

    @Test("a weighted failure of its own moves the address away, too, and damping keeps it there")
    func weighted() {
        var bench = Bench.master(Self.configuration(weight: -60))
        for _ in 0..<3 { _ = Self.flap(&bench) }
        #expect(bench.state == .backup)
        #expect(bench.priority == 150)
        _ = Self.hear(40, for: 5, in: &bench)
        #expect(bench.state == .master)
        #expect(bench.report("web", .fail).advertised == [90])
        _ = bench.hear(priority: 100)
        #expect(bench.state == .backup)
    }

    @Test("an owner is not damped")
    func owner() {
        let configuration = Self.configuration { $0.router.basePriority = .owner }
        var bench = Bench.master(configuration)
        for _ in 0..<10 { _ = Self.flap(&bench) }
        #expect(bench.state == .master)
    }

    // MARK: Groups

    /// Two members, of which the first is damped.
    static func groupConfiguration() -> AgentConfiguration {
        let check = Bench.check("web")
        let members = [
            Bench.instance(checks: [check]) { $0.moveDamping = Self.settings },
            Bench.instance("VI_2", vrid: 52) {
                let address = IPAddress(172, 20, 128, 5)
                $0.router.addresses = [address]
                $0.virtualAddresses = [VirtualAddress(address: address, device: "eth0")]
            },
        ]
        var configuration = Bench.configuration(members, checks: [check])
        configuration.syncGroups = [
            SyncGroupConfiguration(
                name: "VG",
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: ["VI_1", "VI_2"]
            )
        ]
        return configuration
    }

    /// As the peer would announce the address of the second member.
    static func packet(_ priority: UInt8) -> [UInt8] {
        VirtualRouter(settings: Self.groupConfiguration().instances[1].router)
            .advertisement(priority: Priority(rawValue: priority))
            .packet(source: Bench.peer, destination: .v4(.vrrpGroup), ttl: 255)
    }

    @Test("what damps one member of a sync group damps all, and a master that got worse on one frees all")
    func syncGroup() {
        var bench = Bench.master(Self.groupConfiguration())
        func run(_ first: UInt8, _ second: UInt8, for seconds: Int, isWell: Bool = true) {
            for _ in 0..<seconds {
                _ = bench.report("web", isWell ? .pass : .fail)
                _ = bench.hear(priority: first)
                _ = bench.handle(.datagram(Self.packet(second), index: Bench.eth0))
                _ = bench.advance(.seconds(1))
            }
        }
        func states() -> [VirtualRouter.StateName] { bench.node.instances.map(\.router.state.name) }
        #expect(states() == [.master, .master])
        for _ in 0..<2 {
            _ = bench.report("web", .fail)
            run(100, 100, for: 5, isWell: false)
            _ = bench.report("web", .pass)
            run(100, 100, for: 6)
        }
        #expect(states() == [.backup, .backup])
        #expect(bench.node.instances.map(\.router.preemption) == [.suspended, .suspended])
        run(100, 60, for: 6)
        #expect(states() == [.master, .master])
    }

    // MARK: Reloads and restarts

    @Test("a reload that removes the words ends it, one that changes them keeps the penalty")
    func reload() throws {
        var bench = Self.damped()
        let before = try Self.damping(bench).penalty(at: bench.now)
        var other = Self.settings
        other.maximum = .seconds(2000)
        other.halfLife = .seconds(600)
        #expect(bench.handle(.reload(Self.configuration(other), generation: 2)).changes == [.reloaded(generation: 2)])
        #expect(try Self.damping(bench).penalty(at: bench.now) == before)
        let until = try #require(Self.damping(bench).spell?.until)
        #expect(until - bench.now == before.time(toReach: DampingPenalty(thousandths: 1250), halfLife: .seconds(600)))
        other.suppress = 9000
        other.reuse = 8000
        let ended = bench.handle(.reload(Self.configuration(other), generation: 3))
        #expect(ended.changes == [.reloaded(generation: 3), .dampingEnded(.reconfigured)])
        #expect(ended.entries.last?.cause == ended.entries.first?.id)
        #expect(bench.node.instances[0].router.preemption == .asConfigured)
        let begun = bench.handle(.reload(Self.configuration(Self.settings), generation: 4))
        #expect(begun.changes.count == 2)
        #expect(try Self.damping(bench).isDamped)
        let removed = bench.handle(.reload(Self.configuration(nil), generation: 5))
        #expect(removed.changes == [.reloaded(generation: 5), .dampingEnded(.reconfigured)])
        #expect(bench.node.instances[0].damping == nil)
        _ = Self.hear(100, for: 5, in: &bench)
        #expect(bench.state == .master)
    }

    @Test("a reload that brings the words begins with nothing")
    func reloadBrings() throws {
        var bench = Bench.master(Self.configuration(nil))
        for _ in 0..<3 { _ = Self.flap(&bench) }
        _ = bench.handle(.reload(Self.configuration(), generation: 2))
        #expect(try Self.damping(bench).memory.moves == 0)
    }

    @Test("a router process that is started again goes on damping, and knows what the master was")
    func restart() throws {
        let first = Self.damped()
        let bytes = first.node.snapshot.encoded()
        let snapshot = try NodeSnapshot(decoding: bytes)
        #expect(snapshot.instances[0].damping?.penalty == (try Self.damping(first).memory.penalty))
        for length in 0..<bytes.count {
            #expect(throws: WireError.self) { try NodeSnapshot(decoding: Array(bytes.prefix(length))) }
        }
        var second = Bench(Self.configuration())
        second.now = first.now
        second.node.restore(snapshot, at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces()))
        _ = second.handle(.checkerStarted)
        _ = second.handle(.start)
        #expect(try Self.damping(second).spell?.until == (try Self.damping(first).spell?.until))
        #expect(Self.hear(100, for: 20, in: &second).changes.isEmpty)
        #expect(second.state == .backup)
        #expect(try Self.damping(second).memory.moves == (try Self.damping(first).memory.moves))
        // The predecessor had heard it with 100.
        _ = Self.hear(99, for: 5, in: &second)
        #expect(second.state == .master)
    }

    @Test("a restart counts no move")
    func resumed() throws {
        let first = Bench.master(Self.configuration())
        var second = Bench(Self.configuration())
        second.now = first.now
        second.node.restore(try NodeSnapshot(decoding: first.node.snapshot.encoded()), at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces(leftover: true)))
        _ = second.handle(.checkerStarted)
        _ = second.handle(.start)
        #expect(second.state == .master)
        #expect(try Self.damping(second).memory.moves == 1)
    }

    // MARK: What is said

    @Test("the journal's lines have the numbers beside the sentences")
    func journal() throws {
        func members(_ change: Change) throws -> JSONValue {
            let entry = JournalEntry(id: 7, cause: 6, at: Instant(nanoseconds: 0), instance: "VI_1", change: change)
            return try JSONValue(parsing: JournalLine(entry, at: UTCTime(nanoseconds: 0), run: 1).text.utf8)
        }
        let damped = try members(
            .damped(
                penalty: DampingPenalty(thousandths: 2870),
                of: DampingPenalty(thousandths: 2500),
                moves: 1,
                lasting: .milliseconds(1500)
            )
        )
        #expect(damped["kind"]?.string == "damped")
        #expect(damped["penalty"]?.number == 2.87 && damped["suppress"]?.number == 2.5)
        #expect(damped["moves"]?.integer == 1 && damped["duration_us"]?.integer == 1_500_000)
        #expect(damped["text"]?.string?.hasPrefix("damped after 1 move, penalty 2.87 of 2.50: for about 2 s") == true)
        let suppressed = try members(
            .returnSuppressed(from: Bench.peer, Priority(rawValue: 100), own: Priority(rawValue: 150))
        )
        #expect(suppressed["kind"]?.string == "return_suppressed")
        #expect(suppressed["peer"]?.string == "172.20.128.3")
        #expect(suppressed["peer_priority"]?.integer == 100 && suppressed["priority"]?.integer == 150)
        let ends: [(DampingEnd, String)] = [
            (.calm, "calm"), (.maximum, "maximum"), (.reconfigured, "reconfigured"),
        ]
        for (end, word) in ends {
            #expect(try members(.dampingEnded(end))["kind"]?.string == "damping_ended")
            #expect(try members(.dampingEnded(end))["why"]?.string == word)
        }
        let changed = try members(.masterChanged(from: Bench.peer, to: Bench.own))
        #expect(changed["kind"]?.string == "master_changed")
        #expect(changed["from"]?.string == "172.20.128.3" && changed["to"]?.string == "172.20.128.2")
    }

    @Test("status and explain say what is suppressed, and until when")
    func said() throws {
        let bench = Self.damped()
        let damping = try #require(Self.json(bench)["damping"])
        #expect(damping["damped"]?.boolean == true)
        #expect(damping["moves"]?.integer == 5)
        #expect(damping["suppressed"]?.string == "would take 172.20.128.4 back from 172.20.128.3 (100 < 150)")
        let remaining = try #require(damping["remaining_ms"]?.integer)
        let answer = try JSONValue(parsing: Array(bench.node.explain("VI_1", at: bench.now).utf8))
        #expect(
            answer["next"]?.string
                == "would take 172.20.128.4 back from 172.20.128.3 (100 < 150), and is damped for \(remaining) ms more, "
                + "unless that master fails, leaves, falls silent or gets worse"
        )
        #expect(
            answer["outlook"]?.array?.compactMap(\.string) == [
                "has 150, 50 more than the master 172.20.128.3 with 100",
                "moves are damped for \(remaining) ms more: until then only a failure of that master moves them",
            ]
        )
        let calm = try #require(Self.json(Bench.master(Self.configuration()))["damping"])
        #expect(calm["damped"]?.boolean == false)
        #expect(calm["remaining_ms"] == .null && calm["suppressed"] == .null)
        #expect(calm["suppress"]?.number == 2.5)
    }

    @Test("what operators order, and a stop, are no moves")
    func orders() throws {
        let user = MaintenanceTests.alice
        var bench = Bench.master(Self.configuration())
        let began = try Self.damping(bench).memory.moves
        func moves() throws -> Int { try Self.damping(bench).memory.moves - began }
        _ = bench.handle(.order(.drill(instance: "VI_1", reason: "x", returnAfter: .seconds(2), by: user)))
        _ = Self.hear(100, for: 1, in: &bench)
        #expect(bench.state == .backup)
        for _ in 0..<10 where bench.state == .backup { _ = Self.hear(100, for: 1, in: &bench) }
        #expect(bench.state == .master)
        #expect(try moves() == 0)
        _ = bench.handle(MaintenanceTests.on())
        _ = Self.hear(100, for: 1, in: &bench)
        #expect(bench.state == .initialize)
        _ = bench.handle(MaintenanceTests.off())
        for _ in 0..<10 where bench.state == .backup { _ = Self.hear(100, for: 1, in: &bench) }
        #expect(bench.state == .master)
        #expect(try moves() == 0)
        var stopped = bench
        _ = stopped.handle(.stop)
        _ = stopped.advance(.seconds(2))
        #expect(try Self.damping(stopped).memory.moves - began == 0)
        // A fault is one, and so is the return from it.
        _ = bench.report("web", .fail)
        _ = bench.report("web", .fail)
        _ = bench.report("web", .fail)
        #expect(bench.state == .fault)
        #expect(try moves() == 1)
    }

    @Test("while a drill has the addresses away no return counts as suppressed by damping")
    func drillOfDamped() throws {
        var bench = Self.damped()
        _ = bench.advance(.seconds(5))
        #expect(try Self.damping(bench).isDamped)
        #expect(bench.state == .master)
        let before = try Self.damping(bench).memory.moves
        _ = bench.handle(
            .order(.drill(instance: "VI_1", reason: "x", returnAfter: .seconds(20), by: MaintenanceTests.alice))
        )
        let effects = Self.hear(100, for: 10, in: &bench)
        #expect(bench.state == .backup)
        #expect(try Self.damping(bench).memory.moves == before)
        #expect(!effects.changes.contains { if case .returnSuppressed = $0 { true } else { false } })
    }
}
