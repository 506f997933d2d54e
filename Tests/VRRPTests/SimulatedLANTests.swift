import TestSupport
import Testing
import VRRP

/// Thousands of elections between whole state machines.
@Suite struct SimulatedLANTests {
    /// What came of some elections on quiet links.
    struct Tally {
        var elections = 0
        /// Elections in which more than one router took the addresses, or not the best one.
        var spoiled = 0
        var violations: [String] = []
    }

    @Test("on a quiet link each election has one winner, the best", arguments: 1...8 as ClosedRange<UInt64>)
    func cleanElections(seed: UInt64) {
        let tally = Self.elections(seed: seed, trials: 125, tick: nil)
        #expect(tally.elections > 300)
        #expect(tally.spoiled == 0)
        #expect(tally.violations.isEmpty)
    }

    @Test("with timers truncated to centiseconds the same elections have several winners")
    func truncatedTimers() {
        let tally = Self.elections(seed: 1, trials: 125, tick: .milliseconds(10))
        #expect(tally.spoiled > 10)
    }

    /// Starts some routers together, then takes one master after the other away, by freezing or resigning.
    private static func elections(seed: UInt64, trials: Int, tick: Duration?) -> Tally {
        var chance = SeededGenerator(seed: seed)
        var tally = Tally()
        for _ in 0..<trials {
            let (version, interval) =
                [(Version.v2, 100), (.v3, 100), (.v3, 10), (.v3, 1)]
                .randomElement(using: &chance) ?? (.v3, 100)
            let priorities = Array((1...254).shuffled(using: &chance).prefix(.random(in: 2...5, using: &chance)))
            var lan = SimulatedLAN(
                settings: priorities.map {
                    Lab.settings(version: version, priority: UInt8($0), interval: interval)
                },
                seed: chance.next()
            )
            lan.tick = tick
            // Two packets must fit between the timers of neighbours: the one that started them and the winner's.
            let gap = Timing(version: version, priority: .owner, masterInterval: Lab.interval(interval)).skewTime
            lan.maximumDelay = gap * 45 / 100
            for index in lan.nodes.indices { lan.tell(index) { $0.start(at: $1) } }
            while !lan.candidates.isEmpty {
                let before = lan.elections
                lan.run(for: lan.settlingTime)
                tally.elections += 1
                let best = lan.candidates.max {
                    lan.nodes[$0].router.effectivePriority < lan.nodes[$1].router.effectivePriority
                }
                if lan.elections != before + 1 || lan.masters != [best].compactMap(\.self) { tally.spoiled += 1 }
                guard let master = lan.masters.first else { break }
                if Bool.random(using: &chance) {
                    lan.freeze(master)
                } else {
                    lan.tell(master) { $0.resign(at: $1) }
                }
            }
            tally.violations += lan.violations
        }
        return tally
    }

    @Test("after any chaos there is one master once settled, and it stays", arguments: 1...8 as ClosedRange<UInt64>)
    func chaos(seed: UInt64) {
        var chance = SeededGenerator(seed: seed &* 1_000_003)
        for trial in 0..<60 {
            let settings = Self.settings(&chance)
            var lan = SimulatedLAN(settings: settings, seed: chance.next())
            let shortest = settings.map(\.advertisementInterval).min() ?? .default
            lan.maximumDelay = shortest.duration / 50
            for index in lan.nodes.indices { lan.tell(index) { $0.start(at: $1) } }
            for _ in 0..<40 {
                Self.disturb(&lan, &chance)
                lan.run(for: shortest.duration * Int.random(in: 0...30, using: &chance) / 10)
            }
            Self.calm(&lan)
            lan.run(for: lan.settlingTime * 2)

            let label: Comment = "seed \(seed), trial \(trial)"
            #expect(lan.masters.count == 1, label)
            #expect(lan.violations.isEmpty, label)
            if let master = lan.masters.first, settings.allSatisfy(\.preempt) {
                let best = lan.nodes.map(\.router.effectivePriority).max()
                #expect(lan.nodes[master].router.effectivePriority == best, label)
            }
            let settled = lan.transitions
            lan.run(for: lan.settlingTime)
            #expect(lan.transitions == settled, label)
        }
    }

    private static func settings(_ chance: inout SeededGenerator) -> [VirtualRouterSettings] {
        let version: Version = Bool.random(using: &chance) ? .v2 : .v3
        let interval = version == .v2 ? 100 : Int.random(in: 1...20, using: &chance)
        let preempt = Int.random(in: 0..<3, using: &chance) > 0
        return (0..<Int.random(in: 2...5, using: &chance)).map { _ in
            var settings = Lab.settings(
                version: version,
                priority: .random(in: 1...255, using: &chance),
                interval: version == .v2 ? interval : interval * .random(in: 1...4, using: &chance)
            )
            settings.preempt = preempt
            settings.fastPreempt = Bool.random(using: &chance)
            if Int.random(in: 0..<4, using: &chance) == 0 {
                settings.preemptDelay = settings.advertisementInterval.duration * 5
            }
            return settings
        }
    }

    private static func disturb(_ lan: inout SimulatedLAN, _ chance: inout SeededGenerator) {
        let index = Int.random(in: lan.nodes.indices, using: &chance)
        let isOwner = lan.nodes[index].router.effectivePriority == .owner
        switch Int.random(in: 0..<12, using: &chance) {
        case 0: lan.loss = Int.random(in: 0...600, using: &chance)
        case 1: lan.move(index, toSegment: Int.random(in: 0...2, using: &chance))
        case 2: lan.freeze(index)
        case 3: lan.thaw(index)
        case 4: lan.tell(index) { $0.fail(at: $1) }
        case 5: lan.tell(index) { $0.recover(at: $1) }
        case 6: lan.tell(index) { $0.resign(at: $1) }
        case 7: lan.tell(index) { $0.abandon(at: $1) }
        case 8: lan.tell(index) { $0.start(at: $1) }
        case 9:
            let priority = Priority(rawValue: .random(in: 1...254, using: &chance))
            if !isOwner { lan.tell(index) { $0.setPriority(priority, at: $1) } }
        case 10: lan.restart(index)
        default: lan.tell(index) { $0.announceAgain(at: $1) }
        }
    }

    /// One segment, no loss, everybody runs.
    private static func calm(_ lan: inout SimulatedLAN) {
        lan.loss = 0
        for index in lan.nodes.indices {
            lan.move(index, toSegment: 0)
            lan.thaw(index)
        }
        // A node that was still resigning has left by then and can start again.
        lan.run(for: lan.settlingTime)
        for index in lan.nodes.indices {
            lan.tell(index) { $0.recover(at: $1) }
            lan.tell(index) { $0.start(at: $1) }
        }
    }
}
