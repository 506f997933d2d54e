import Checks
import Configuration
import Testing
import VRRP

@testable import Failover

/// What a node that is damped knows of the others, and when it takes over all the same.
@Suite("Move damping: masters that are not well") struct DampingLiftTests {
    private static let other = IPAddress(172, 20, 128, 9)

    private static func lifts(_ effects: [Effect]) -> [DampingLift] {
        effects.changes.compactMap { if case .dampingLifted(let lift) = $0 { lift } else { nil } }
    }

    private static func moves(_ bench: Bench) -> Int? { bench.node.instances[0].damping?.memory.moves }

    @Test("a master that got worse while this node was in fault is known to be")
    func worseDuringFault() {
        var bench = Bench.master(DampingTests.configuration())
        _ = DampingTests.flap(&bench)
        _ = bench.report("web", .fail)
        var effects = DampingTests.hear(120, for: 2, isWell: false, in: &bench)
        effects += DampingTests.hear(110, for: 2, isWell: false, in: &bench)
        #expect(bench.state == .fault)
        #expect(
            Self.lifts(effects) == [
                .worse(Bench.peer, Priority(rawValue: 110), highest: Priority(rawValue: 120))
            ]
        )
        #expect(
            effects.changes.contains {
                $0.description
                    == "damped, but free to take over: 172.20.128.3 has got worse: it has priority 110 and had 120"
            }
        )
        _ = bench.report("web", .pass)
        _ = DampingTests.hear(110, for: 6, in: &bench)
        #expect(bench.state == .master)
    }

    @Test("a master that flaps is succeeded, and counts nothing against this node")
    func flappingMaster() throws {
        var bench = DampingTests.damped()
        let moves = try #require(Self.moves(bench))
        var effects: [Effect] = []
        for _ in 0..<4 where bench.state == .backup {
            effects += DampingTests.hear(70, for: 1, in: &bench)
            guard bench.state == .backup else { break }
            effects += DampingTests.hear(100, for: 1, in: &bench)
        }
        #expect(bench.state == .master)
        #expect(Self.moves(bench) == moves + 1)
        #expect(Self.lifts(effects).count == 1)
    }

    @Test("who has been worse is well after the time of patience")
    func patience() {
        func priority(_ value: UInt8) -> Priority { Priority(rawValue: value) }
        var master = HeardMaster(address: Bench.peer, priority: priority(100), highest: priority(100))
        func hear(_ value: UInt8, at seconds: Int64) -> Bool {
            _ = master.hear(
                priority(value),
                highest: priority(100),
                from: Bench.peer,
                at: Instant(nanoseconds: seconds * 1_000_000_000),
                patience: .seconds(4)
            )
            return master.isWorse
        }
        #expect(!hear(100, at: 1))
        #expect(hear(70, at: 2))
        #expect(hear(100, at: 3) && hear(100, at: 7))
        #expect(!hear(100, at: 8))
        #expect(hear(99, at: 9) && hear(100, at: 10) && hear(99, at: 13) && hear(100, at: 15))
        #expect(!hear(0, at: 16))
    }

    @Test("what eight nodes have been worth is known, of more nodes those heard last")
    func priorities() {
        func source(_ number: UInt8) -> IPAddress { IPAddress(172, 20, 128, number) }
        var heard = HeardPriorities()
        for number in 1...8 as ClosedRange<UInt8> {
            #expect(
                heard.hear(Priority(rawValue: 100 + number), from: source(number), isFresh: false).rawValue == 100
                    + number
            )
        }
        #expect(heard.hear(Priority(rawValue: 50), from: source(1), isFresh: false).rawValue == 101)
        #expect(heard.hear(Priority(rawValue: 50), from: source(9), isFresh: false).rawValue == 50)
        #expect(heard.entries.map(\.address) == [3, 4, 5, 6, 7, 8, 1, 9].map(source))
        #expect(heard.hear(Priority(rawValue: 50), from: source(2), isFresh: false).rawValue == 50)
        #expect(heard.hear(Priority(rawValue: 40), from: source(4), isFresh: true).rawValue == 40)
        #expect(HeardPriorities(heard.entries + heard.entries).entries == heard.entries)
    }

    @Test("two masters that speak in turns, both worse than this node: it ends the split")
    func split() {
        var bench = DampingTests.damped()
        var effects: [Effect] = []
        for _ in 0..<7 where bench.state == .backup {
            effects += bench.report("web", .pass)
            effects += bench.hear(priority: 100)
            effects += bench.hear(priority: 90, from: Self.other)
            effects += bench.advance(.seconds(1))
        }
        #expect(bench.state == .master)
        #expect(
            Self.lifts(effects).first.map { if case .contested(Bench.peer, _) = $0 { true } else { false } } == true
        )
    }

    @Test("a master that yields to another is heard once more: no split, and the return stays suppressed")
    func lastWord() {
        var bench = DampingTests.damped()
        _ = bench.hear(priority: 110, from: Self.other)
        _ = bench.hear(priority: 100)
        for _ in 0..<8 {
            _ = bench.report("web", .pass)
            _ = bench.hear(priority: 110, from: Self.other)
            _ = bench.advance(.seconds(1))
        }
        #expect(bench.state == .backup)
    }

    @Test("why it stays is told of each time that it was master before")
    func toldAgain() {
        var bench = DampingTests.damped()
        _ = bench.hear(priority: 0)
        _ = bench.advance(.seconds(1))
        #expect(bench.state == .master)
        let effects = DampingTests.flap(&bench)
        #expect(bench.state == .backup)
        #expect(effects.changes.count { if case .returnSuppressed = $0 { true } else { false } } == 1)
    }

    @Test("while the host is asleep the penalty decays")
    func slept() throws {
        var bench = DampingTests.damped()
        let before = try DampingTests.damping(bench).penalty(at: bench.now)
        _ = bench.handle(.slept(.seconds(300)))
        let after = try DampingTests.damping(bench).penalty(at: bench.now)
        #expect(after == before.decayed(over: .seconds(300), halfLife: .seconds(300)))
        _ = bench.handle(.slept(.seconds(3600)))
        #expect(DampingTests.hear(100, for: 1, in: &bench).changes.contains(.dampingEnded(.calm)))
    }

    // MARK: Groups

    private static func run(_ bench: inout Bench, _ first: UInt8?, _ second: UInt8?, isWell: Bool = true) -> [Effect] {
        var effects = bench.report("web", isWell ? .pass : .fail)
        if let first { effects += bench.hear(priority: first) }
        if let second { effects += bench.handle(.datagram(DampingTests.packet(second), index: Bench.eth0)) }
        return effects + bench.advance(.seconds(1))
    }

    private static func states(_ bench: Bench) -> [VirtualRouter.StateName] {
        bench.node.instances.map(\.router.state.name)
    }

    /// Its check fails for five seconds and passes for six.
    private static func flapGroup(_ bench: inout Bench) {
        for second in 0..<11 {
            _ = Self.run(&bench, 100, 100, isWell: second >= 5)
            #expect(Set(Self.states(bench)).count == 1)
        }
    }

    @Test("the move that begins damping is one of the whole group")
    func wholeGroup() throws {
        var bench = Bench.master(DampingTests.groupConfiguration())
        Self.flapGroup(&bench)
        #expect(try DampingTests.damping(bench).isDamped)
        #expect(Self.states(bench) == [.master, .master])
    }

    @Test("a member whose master is silent frees the group")
    func silentMember() {
        var bench = Bench.master(DampingTests.groupConfiguration())
        for _ in 0..<2 { Self.flapGroup(&bench) }
        #expect(Self.states(bench) == [.backup, .backup])
        var effects: [Effect] = []
        for _ in 0..<10 { effects += Self.run(&bench, 100, nil) }
        #expect(Self.states(bench) == [.master, .master])
        #expect(Self.lifts(effects) == [.member("VI_2")])
    }

    @Test("what is said of a member that another one damps, and while that does not count")
    func said() throws {
        var bench = Bench.master(DampingTests.groupConfiguration())
        for _ in 0..<2 { Self.flapGroup(&bench) }
        func answer() throws -> JSONValue {
            try JSONValue(parsing: Array(bench.node.explain("VI_2", at: bench.now).utf8))
        }
        let remaining = try #require(try DampingTests.damping(bench).spell?.until) - bench.now
        let suppressed = try answer()
        #expect(suppressed["instance"]?["damped_with"]?.string == "VI_1")
        #expect(
            suppressed["next"]?.string
                == "would take 172.20.128.5 back from 172.20.128.3 (100 < 150), and VI_1 of its sync group is damped for "
                + "\(remaining.milliseconds) ms more, unless that master fails, leaves, falls silent or gets worse"
        )
        #expect(
            bench.node.journal.entries.contains {
                $0.instance == "VI_2"
                    && $0.change
                        == .returnSuppressed(
                            from: Bench.peer,
                            Priority(rawValue: 100),
                            own: Priority(rawValue: 150),
                            with: "VI_1"
                        )
            }
        )
        _ = bench.report("web", .pass)
        _ = bench.handle(.datagram(DampingTests.packet(60), index: Bench.eth0))
        #expect(
            try answer()["outlook"]?.array?.last?.string?.hasSuffix(
                "which does not count now: 172.20.128.3 has got worse: it has priority 60 and had 100"
            ) == true
        )
        #expect(try answer()["next"]?.string?.contains("becomes master in") == true)
    }
}
