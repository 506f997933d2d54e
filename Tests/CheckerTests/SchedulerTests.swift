import Checks
import Glibc
import Synchronization
import Testing

@testable import Checker

/// The schedule on real threads and tasks.
@Suite(.timeLimit(.minutes(2))) struct SchedulerTests {
    @Test func runsAtOnceAndThenOnItsTimetable() async {
        let script = Script.named("timetable") { CheckOutcome($0 % 2 == 0 ? .warn : .pass, .ok, "run \($0)") }
        await Bench().run([Bench.definition("timetable", interval: .milliseconds(30))]) { bench in
            for number in 1...3 {
                let report = await bench.next()
                #expect(report?.outcome.summary == "run \(number)")
                #expect(report?.outcome.duration ?? .zero > .zero)
                #expect(report?.generation == 1)
            }
        }
        #expect(script.seen.withLock { $0.setups } == 1, "the check is made once")
    }

    @Test func repeatsAreCountedWhereTheyAreNotSaid() async {
        let script = Script.named("repeats") { _ in Script.pass }
        await Bench().run([Bench.definition("repeats", interval: .milliseconds(5), timeout: .seconds(60))]) { bench in
            let first = await bench.next()
            #expect(first?.runs == 1)
            let second = await bench.next()
            #expect(second?.runs ?? 0 > 1, "a sign of life stands for those before it")
        }
        #expect(script.runs > 2)
    }

    @Test func aTimeoutIsReportedWhileTheRunGoesOn() async {
        let release = Promise<Void>()
        let ended = Promise<Void>()
        _ = Script.named("timeout") { _ in
            await Self.ignoringCancellation(release)
            ended.fulfill(())
            return Script.pass
        }
        let definition = Bench.definition("timeout", interval: .never, timeout: .milliseconds(40))
        await Bench().run([definition]) { bench in
            let report = await bench.next()
            #expect(report?.outcome.status == .fail)
            #expect(report?.outcome.reason == .checkTimeout)
            release.fulfill(())
        }
        #expect(await ended.value() != nil, "and its end is waited for")
    }

    @Test func aRunThatIsLateIsCancelledAloneAndMaySayWhy() async {
        let neighbour = Promise<Void>()
        _ = Script.named("late") { _ in
            try? await Task.sleep(for: .never)
            return CheckOutcome(.fail, .tcpTimeout, "no connection")
        }
        _ = Script.named("neighbour") { _ in
            _ = await neighbour.value()
            return CheckOutcome(Task.isCancelled ? .fail : .pass, .ok, "")
        }
        let late = Bench.definition("late", interval: .never, timeout: .milliseconds(20))
        await Bench().run([late, Bench.definition("neighbour", interval: .never)]) { bench in
            let report = await bench.next()
            #expect(report?.outcome.reason == .tcpTimeout)
            neighbour.fulfill(())
            let other = await bench.next()
            #expect(other?.outcome.status == .pass)
        }
    }

    @Test func aChangeStartsARunAtOnce() async {
        let script = Script.named("change") { CheckOutcome($0 % 2 == 0 ? .warn : .pass, .ok, "run \($0)") }
        await Bench().run([Bench.definition("change", kind: "watching", interval: .never)]) { bench in
            #expect(await bench.next()?.outcome.summary == "run 1")
            script.change.yield()
            #expect(await bench.next()?.outcome.summary == "run 2")
        }
    }

    @Test func aCheckThatCannotBeMadeIsUnknown() async {
        let definitions = [
            Bench.definition("unmade", interval: .never), Bench.definition("kind", kind: "redis", interval: .never),
        ]
        await Bench().run(definitions) { bench in
            var found: [String: CheckOutcome] = [:]
            while found.count < 2, let report = await bench.next() { found[report.check] = report.outcome }
            #expect(found.values.allSatisfy { $0.status == .unknown && $0.reason == .checkError })
            #expect(found["unmade"]?.summary == "there is no script 'unmade'")
            #expect(found["kind"]?.summary.contains("(fake, watching), found kind 'redis'") == true)
        }
    }

    @Test func secretsAndControlCharactersLeaveNoChecker() async {
        _ = Script.named("secret") { _ in
            CheckOutcome(
                .fail,
                .httpStatus,
                "tried\u{1b}[31m hunter2",
                output: "token=hunter2\n",
                assertions: [CheckOutcome.Assertion("a", expected: "hunter2", got: "", .fail)]
            )
        }
        var definition = Bench.definition("secret", interval: .never)
        definition.options.values["token"] = .string("hunter2")
        await Bench().run([definition]) { bench in
            let outcome = await bench.next()?.outcome
            #expect(outcome?.summary == "tried [31m ***")
            #expect(outcome?.output == "token=***\n")
            #expect(outcome?.assertions.isEmpty == true)
        }
    }

    /// Plugin code that holds its thread for ever: more of it than the machine has processors.
    @Test func codeThatBlocksItsThreadHoldsUpNobodyElse() async {
        let release = Atomic(false)
        let holder = Gate(release)
        let blocked = (0..<24).map { "blocked\($0)" }
        for name in blocked {
            _ = Script.named(name) { _ in
                while !holder.isOpen.load(ordering: .relaxed) { usleep(2000) }
                return Script.pass
            }
        }
        let free = Script.named("free") { CheckOutcome($0 % 2 == 0 ? .warn : .pass, .ok, "") }
        let definitions =
            blocked.map { Bench.definition($0, interval: .seconds(60), timeout: .seconds(2)) }
            + [Bench.definition("free", interval: .milliseconds(20), timeout: .seconds(5))]
        await Bench().run(definitions) { bench in
            var timeouts: Set<String> = []
            while timeouts.count < blocked.count, let report = await bench.next() {
                if report.check == "free" {
                    #expect(report.outcome.status != .fail && report.outcome.status != .unknown)
                } else {
                    #expect(report.outcome.reason == .checkTimeout)
                    timeouts.insert(report.check)
                }
            }
            #expect(free.runs > 10)
            holder.isOpen.store(true, ordering: .relaxed)
        }
    }

    @Test func nothingIsReportedAfterAStop() async {
        let release = Promise<Void>()
        let begun = Promise<Void>()
        _ = Script.named("stopped") { _ in
            begun.fulfill(())
            await Self.ignoringCancellation(release)
            return Script.pass
        }
        let bench = Bench()
        await bench.run([Bench.definition("stopped", interval: .never)]) { _ in
            _ = await begun.value()
            bench.scheduler.stop()
            release.fulfill(())
        }
        bench.adopt([Bench.definition("stopped", interval: .never)], generation: 2)
        let reports = bench.scheduler.state.withLock { $0.seats.compactMap(\.last) }
        #expect(reports.isEmpty)
    }

    @Test func aNewRouterHearsEverythingAgain() async {
        _ = Script.named("again") { CheckOutcome(.pass, .ok, "run \($0)") }
        await Bench().run([Bench.definition("again", interval: .never)]) { bench in
            #expect(await bench.next()?.outcome.summary == "run 1")
            bench.scheduler.repeatReports()
            #expect(await bench.next()?.outcome.summary == "run 1")
        }
    }

    @Test func healthIsKnownToOtherChecks() async {
        _ = Script.named("told") { _ in Script.pass }
        await Bench().run([Bench.definition("told", interval: .never)]) { bench in
            _ = await bench.next()
            #expect(bench.board.health(of: ["told", "absent"]).healths == [.up, nil])
            bench.adopt([], generation: 2)
            #expect(bench.board.health(of: ["told"]).healths == [nil])
        }
    }

    private final class Gate: Sendable {
        let isOpen: Atomic<Bool>
        init(_ isOpen: consuming Atomic<Bool>) { self.isOpen = isOpen }
    }

    /// Waits as a plugin does that never looks whether it was cancelled.
    private static func ignoringCancellation(_ release: Promise<Void>) async {
        await Task.detached { _ = await release.value() }.value
    }
}
