import Checks
import Testing

@testable import Checker

@Suite struct CheckHealthTests {
    private let start = MonotonicInstant.now

    private func definition(_ change: (inout CheckDefinition) -> Void) -> CheckDefinition {
        var definition = Bench.definition("a", interval: .seconds(1))
        change(&definition)
        return definition
    }

    private func healths(_ definition: CheckDefinition, _ outcomes: [CheckOutcome]) -> [Health] {
        var health = CheckHealth(definition)
        return outcomes.enumerated().map { index, outcome in
            _ = health.record(outcome, at: self.start.advanced(by: .seconds(index)))
            return health.health
        }
    }

    @Test func countsLikeTheRouter() {
        let definition = self.definition {
            $0.schedule.rise = 2
            $0.schedule.fall = 3
        }
        let outcomes: [CheckOutcome] = [.pass, .fail, .fail, .fail, .pass, .pass]
        #expect(self.healths(definition, outcomes) == [.up, .up, .up, .down, .down, .up])
    }

    @Test func whatIsUnknownFollowsItsPolicy() {
        let unknown: [CheckOutcome] = [.pass, .nothing, .nothing, .nothing, .nothing]
        #expect(self.healths(self.definition { $0.onUnknown = .fail }, unknown) == [.up, .down, .down, .down, .down])
        let ignored = self.healths(self.definition { $0.onUnknown = .ignore }, unknown + [.pass])
        #expect(ignored == [.up, .unknown, .unknown, .unknown, .unknown, .up])
        let held = self.healths(self.definition { $0.onUnknown = .hold(.seconds(2)) }, unknown + [.pass])
        #expect(held == [.up, .up, .up, .down, .down, .up])
    }

    @Test func aBlockedCheckIsUnknownWhateverItsPolicy() {
        let blocked = CheckOutcome(.unknown, .checkBlocked, "waits for b, which is down")
        for policy in [UnknownPolicy.fail, .hold(.seconds(9)), .ignore] {
            let healths = self.healths(self.definition { $0.onUnknown = policy }, [.pass, blocked, .fail])
            #expect(healths == [.up, .unknown, .down], "and its next result acts at once")
        }
    }

    @Test func theIntervalFollowsTheState() {
        let definition = self.definition {
            $0.schedule.fall = 2
            $0.schedule.rise = 2
            $0.schedule.fastInterval = .milliseconds(100)
            $0.schedule.downInterval = .seconds(5)
        }
        var health = CheckHealth(definition)
        let intervals = ([.pass, .fail, .fail, .fail, .pass, .pass] as [CheckOutcome]).map { outcome in
            _ = health.record(outcome, at: self.start)
            return health.interval(of: definition.schedule)
        }
        let (plain, fast, down) = (Duration.seconds(1), Duration.milliseconds(100), Duration.seconds(5))
        #expect(intervals == [plain, fast, down, down, fast, plain])
    }
}
