import Checks
import Synchronization
import Testing

@testable import Checker

@Suite(.timeLimit(.minutes(2))) struct CheckRunnerTests {
    @Test func runsAtOnceAndThenOnItsTimetable() async {
        let bench = Bench("timetable") { CheckOutcome(.pass, .ok, "run \($0)") }
        let outcomes = await bench.outcomes(3, of: bench.runner(interval: .milliseconds(30)))
        #expect(outcomes.map(\.summary) == ["run 1", "run 2", "run 3"])
        #expect(outcomes.allSatisfy { $0.duration > .zero })
        #expect(bench.script.seen.withLock { $0.setups } == 1, "the check is made once")
    }

    @Test func runsNeverOverlap() async {
        let bench = Bench("overlap") { _ in
            try? await Task.sleep(for: .milliseconds(35))
            return Script.pass
        }
        let runner = bench.runner(interval: .milliseconds(10), timeout: .seconds(60))
        _ = await bench.outcomes(4, of: runner)
        #expect(bench.script.seen.withLock { $0.mostRunning } == 1)
    }

    @Test func aTimeoutIsReportedWhileTheRunGoesOn() async {
        let release = Promise<Void>()
        let bench = Bench("timeout") { _ in
            await Self.ignoringCancellation(release)
            return Script.pass
        }
        let runner = bench.runner(interval: .never, timeout: .milliseconds(40))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run(offset: 0) }
            var outcomes = bench.outcomes.makeAsyncIterator()
            let outcome = await outcomes.next()
            #expect(outcome?.status == .fail)
            #expect(outcome?.reason == .checkTimeout)
            #expect(!bench.slot.isFree, "the run is reported, but not over")
            runner.stop()
            release.fulfill(())
        }
        #expect(bench.slot.isFree)
    }

    @Test func everyTickFailsUntilTheOldRunHasEnded() async {
        let release = Promise<Void>()
        let bench = Bench("stuck") { run in
            if run == 1 { await Self.ignoringCancellation(release) }
            return CheckOutcome(.pass, .ok, "run \(run)")
        }
        let runner = bench.runner(interval: .milliseconds(30), timeout: .milliseconds(20))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run(offset: 0) }
            var outcomes = bench.outcomes.makeAsyncIterator()
            for _ in 0..<4 { #expect(await outcomes.next()?.status == .fail) }
            #expect(bench.script.runs == 1)
            release.fulfill(())
            var last = await outcomes.next()
            while last?.status == .fail { last = await outcomes.next() }
            #expect(last?.summary == "run 2", "the late pass of the first run is no outcome")
            runner.stop()
        }
        #expect(bench.script.seen.withLock { $0.mostRunning } == 1)
    }

    @Test func aPassAfterTheDeadlineHasStillFailed() async {
        let bench = Bench("late") { _ in
            try? await Task.sleep(for: .never)
            return Script.pass
        }
        let outcomes = await bench.outcomes(1, of: bench.runner(interval: .never, timeout: .milliseconds(20)))
        #expect(outcomes.map(\.reason) == [.checkTimeout])
        #expect(outcomes.map(\.status) == [.fail])
    }

    @Test func aPluginMaySayWhatTookTooLong() async {
        let bench = Bench("word") { _ in
            try? await Task.sleep(for: .never)
            return CheckOutcome(.fail, .tcpTimeout, "no connection")
        }
        let outcomes = await bench.outcomes(1, of: bench.runner(interval: .never, timeout: .milliseconds(20)))
        #expect(outcomes.map(\.reason) == [.tcpTimeout])
    }

    @Test func aChangeStartsARunAtOnce() async {
        let bench = Bench("change") { CheckOutcome(.pass, .ok, "run \($0)") }
        let runner = bench.runner(kind: "watching", interval: .never)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run(offset: 0) }
            var outcomes = bench.outcomes.makeAsyncIterator()
            #expect(await outcomes.next()?.summary == "run 1")
            bench.script.change.yield()
            #expect(await outcomes.next()?.summary == "run 2")
            bench.script.change.yield()
            #expect(await outcomes.next()?.summary == "run 3")
            runner.stop()
        }
    }

    @Test func changesWithoutEndAreHeldBack() async {
        let bench = Bench("wolf") { CheckOutcome(.pass, .ok, "run \($0)") }
        for _ in 0..<200 { bench.script.change.yield() }
        let runner = bench.runner(kind: "watching", interval: .never)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run(offset: 0) }
            for await outcome in bench.outcomes where outcome.summary == "run \(1 + CheckRunner.changesPerInterval)" {
                break
            }
            try? await Task.sleep(for: .milliseconds(100))
            runner.stop()
        }
        #expect(bench.script.runs == 1 + CheckRunner.changesPerInterval)
    }

    @Test func aCheckThatCannotBeMadeIsUnknownEachTime() async {
        let bench = Bench("unmade") { _ in Script.pass }
        Script.all.withLock { $0["unmade"] = nil }
        let outcomes = await bench.outcomes(2, of: bench.runner(interval: .milliseconds(20)))
        #expect(outcomes.map(\.status) == [.unknown, .unknown])
        #expect(outcomes.map(\.reason) == [.checkError, .checkError])
        #expect(outcomes.first?.summary == "there is no script 'unmade'")
    }

    @Test func anUnknownKindNamesThePlugins() async {
        let bench = Bench("kind") { _ in Script.pass }
        let outcomes = await bench.outcomes(1, of: bench.runner(kind: "redis", interval: .never))
        #expect(outcomes.first?.status == .unknown)
        #expect(outcomes.first?.summary.contains("fake, watching") == true)
        #expect(outcomes.first?.summary.contains("redis") == true)
    }

    @Test func nothingIsReportedAfterAStop() async {
        let reports = Mutex(0)
        let bench = Bench("stopped") { _ in Script.pass }
        let runner = CheckRunner(
            definition: Bench.definition("stopped", interval: .never),
            factory: Bench.factory,
            limiter: RunLimiter(limit: 1),
            slot: bench.slot,
            logger: RateLimitedLogger(Bench.quiet),
            report: { _ in reports.withLock { $0 += 1 } }
        )
        runner.stop()
        runner.deliver(Script.pass)
        #expect(reports.withLock { $0 } == 0)
        #expect(runner.lastOutcome == nil)
    }

    /// Waits as a plugin does that never looks whether it was cancelled.
    private static func ignoringCancellation(_ release: Promise<Void>) async {
        await Task.detached { _ = await release.value() }.value
    }
}
