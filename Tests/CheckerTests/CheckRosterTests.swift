import Checks
import Testing

@testable import Checker

@Suite struct CheckRosterTests {
    private static func roster() -> CheckRoster {
        CheckRoster { definition, slot in
            CheckRunner(
                definition: definition,
                factory: Bench.factory,
                limiter: RunLimiter(limit: 1),
                slot: slot,
                logger: RateLimitedLogger(Bench.quiet),
                report: { _ in }
            )
        }
    }

    private static func definition(_ name: String, interval: Int = 1) -> CheckDefinition {
        Bench.definition(name, interval: .seconds(interval))
    }

    @Test func onlyWhatChangedIsStartedAgain() {
        var roster = Self.roster()
        let first = roster.adopt([Self.definition("same"), Self.definition("changed"), Self.definition("removed")])
        #expect(first.map(\.definition.name) == ["same", "changed", "removed"])
        let second = roster.adopt([
            Self.definition("same"), Self.definition("changed", interval: 2), Self.definition("new"),
        ])
        #expect(second.map(\.definition.name) == ["changed", "new"])
        first[0].deliver(Script.pass)
        first[1].deliver(Script.pass)
        first[2].deliver(Script.pass)
        #expect(roster.lastOutcomes.map(\.check) == ["same"], "what was stopped reports nothing")
        #expect(first[1].slot === second[0].slot, "a changed check waits for the last run of its predecessor")
    }

    @Test func whatConcernsTheRouterAloneRestartsNothing() {
        var roster = Self.roster()
        _ = roster.adopt([Self.definition("a")])
        var changed = Self.definition("a")
        changed.weight = CheckWeight(value: -60)
        changed.schedule.rise = 3
        changed.schedule.fall = 5
        changed.onUnknown = .ignore
        changed.trackedBy = .all
        changed.location = SourceLocation(file: "other.conf", line: 4, column: 1)
        #expect(roster.adopt([changed]).isEmpty)
    }

    @Test func aRunThatWillNotEndKeepsItsSlotAcrossConfigurations() {
        var roster = Self.roster()
        let first = roster.adopt([Self.definition("a")])
        _ = first[0].slot.take(at: SuspendingClock().now)
        #expect(roster.adopt([]).isEmpty)
        let again = roster.adopt([Self.definition("a")])
        #expect(again[0].slot === first[0].slot)
        #expect(!again[0].slot.isFree)
    }
}
