import Checks
import Testing

@testable import Plugins

@Suite struct PushCheckTests {
    private func outcome(_ line: String, _ pushed: PushedOutcome?) async throws -> CheckOutcome {
        let surroundings = FakeSurroundings()
        surroundings.push(pushed)
        return try await WrittenCheck<PushCheck>(line, surroundings: surroundings).run()
    }

    @Test func beforeTheFirstReportNothingIsKnown() async throws {
        let outcome = try await self.outcome("30", nil)
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .pushNone)
        #expect(outcome.summary == "nothing has been reported yet; report with: baton check push test pass")
    }

    @Test(arguments: [
        (CheckStatus.pass, ReasonCode.ok), (.warn, .pushed), (.fail, .pushed), (.unknown, .pushed),
    ])
    func aFreshReportHolds(status: CheckStatus, reason: ReasonCode) async throws {
        let pushed = PushedOutcome(status, summary: "12 files", age: .seconds(10), score: -3)
        let outcome = try await self.outcome("30", pushed)
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
        #expect(outcome.summary == "12 files")
        #expect(outcome.score == -3)
        #expect(outcome.measurements == [CheckOutcome.Measurement(name: "age", value: 10, unit: "s")])
    }

    @Test func anOldReportHasExpired() async throws {
        let outcome = try await self.outcome("30", PushedOutcome(.pass, age: .seconds(30), score: 5))
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .pushExpired)
        #expect(outcome.summary == "the last report is 30 s old, expected one every 30 s; it said pass")
        #expect(outcome.score == nil)
    }

    @Test func aReportMayBringItsOwnTime() async throws {
        let long = PushedOutcome(.pass, age: .seconds(50), timeToLive: .seconds(60))
        #expect(try await self.outcome("30", long).status == .pass)
        let short = PushedOutcome(.pass, age: .seconds(5), timeToLive: .seconds(5))
        #expect(try await self.outcome("30", short).reason == .pushExpired)
    }

    @Test func aReportWakesTheCheck() async throws {
        let surroundings = FakeSurroundings()
        let check = try WrittenCheck<PushCheck>("30", surroundings: surroundings).make()
        #expect(await check.run(timeout: .seconds(1)).reason == .pushNone)
        surroundings.push(PushedOutcome(.pass))
        await check.waitForChange()
        #expect(await check.run(timeout: .seconds(1)).status == .pass)
    }

    @Test func theEndOfItsTimeWakesTheCheck() async throws {
        let surroundings = FakeSurroundings()
        let check = try WrittenCheck<PushCheck>("3600", surroundings: surroundings).make()
        surroundings.push(PushedOutcome(.pass, age: .zero, timeToLive: .milliseconds(100)))
        #expect(await check.run(timeout: .seconds(1)).status == .pass)
        let start = ContinuousClock.now
        await check.waitForChange()
        #expect(start.duration(to: .now) >= .milliseconds(90))
    }

    @Test func theTimeToLiveIsChecked() {
        #expect(throws: OptionError.self) { try WrittenCheck<PushCheck>("0").make() }
        #expect(throws: OptionError.self) { try WrittenCheck<PushCheck>("soon").make() }
    }
}
