import Checks
import Testing

@testable import Plugins

/// The life of a stream's process, told in its events and what is done about them.
@Suite struct StreamMachineTests {
    private let start = ContinuousClock.now
    private var machine = StreamMachine(program: "check-queue")

    private func after(_ seconds: Double) -> ContinuousClock.Instant { self.start + .seconds(seconds) }

    private func line(_ text: String) -> StreamLines.Line { .whole(Array(text.utf8)) }

    private static let hello = #"{"hello":{"api":"1.0","plugin":"queue","version":"2","modes":["poll","push"]}}"#

    private mutating func serve() {
        _ = self.machine.join("a", [], at: self.start)
        _ = self.machine.hear(self.line(Self.hello), at: self.start)
    }

    @Test mutating func aRunGoesFromTheFirstCheckToItsResult() {
        let options = [StreamRequest.Option(name: "queue", value: "mail")]
        #expect(machine.join("a", options, at: start) == [.start])
        #expect(machine.ask(1, of: "a", until: after(2), at: start) == [])
        #expect(
            machine.hear(line(Self.hello), at: after(1)) == [
                .send(.configure(check: "a", options: options)),
                .send(.run(check: "a", number: 1, .seconds(1))),
                .changed(check: "a"),
            ]
        )
        let result = #"{"result":{"id":"a","run":1,"status":"warn","reason":"tcp.answer","summary":"long","score":7}}"#
        #expect(
            machine.hear(line(result), at: after(1.5)) == [
                .answer(run: 1, CheckOutcome(.warn, .tcpAnswer, "long", score: 7))
            ]
        )
        // Once is enough.
        #expect(machine.hear(line(result), at: after(1.6)) == [])
    }

    @Test mutating func oneProcessServesManyChecks() {
        #expect(machine.join("a", [], at: start) == [.start])
        #expect(machine.join("b", [], at: start) == [])
        #expect(machine.hear(line(Self.hello), at: start).count == 4)
        #expect(machine.join("c", [], at: start) == [.send(.configure(check: "c", options: []))])
        _ = machine.ask(1, of: "a", until: after(9), at: start)
        _ = machine.ask(2, of: "b", until: after(9), at: start)
        // A result for another check's run is nobody's.
        #expect(machine.hear(line(#"{"result":{"id":"a","run":2,"status":"pass"}}"#), at: start) == [])
        #expect(machine.hear(line(#"{"result":{"id":"b","run":2,"status":"pass"}}"#), at: start).count == 1)
        #expect(machine.leave("a", at: start) == [])
        #expect(machine.leave("b", at: start) == [])
        #expect(machine.leave("c", at: start) == [.send(.shutdown), .closeInput])
        #expect(machine.didEnd("exit code 0", at: start, jitter: 0.5).count == 1)
        #expect(machine.state == .stopped)
        #expect(machine.deadline == nil)
    }

    @Test mutating func aCheckThatIsReplacedKeepsTheProcess() {
        self.serve()
        let options = [StreamRequest.Option(name: "limit", value: "9")]
        #expect(machine.join("a", options, at: start) == [.send(.configure(check: "a", options: options))])
        #expect(machine.leave("a", at: start) == [])
        #expect(machine.members["a"]?.options == options)
    }

    @Test mutating func aRunThatComesWhileTheProcessStopsIsServedByTheNextOne() {
        self.serve()
        #expect(machine.leave("a", at: start) == [.send(.shutdown), .closeInput])
        #expect(machine.join("a", [], at: start) == [])
        #expect(machine.ask(5, of: "a", until: after(9), at: start) == [])
        #expect(machine.didEnd("exit code 0", at: after(1), jitter: 0.5) == [.start])
        let actions = machine.hear(line(Self.hello), at: after(2))
        #expect(actions.contains(.send(.run(check: "a", number: 5, .seconds(7)))))
    }

    @Test(arguments: [
        (#"{"hello":{"api":"2.0","modes":["poll"]}}"#, "speaks stream/2.0, expected stream/1"),
        (#"{"hello":{"api":"1.7","modes":["sing"]}}"#, "names no mode"),
    ])
    mutating func anotherVersionIsRefused(hello: String, words: String) {
        _ = machine.join("a", [], at: start)
        _ = machine.ask(1, of: "a", until: after(2), at: start)
        let actions = machine.hear(line(hello), at: start)
        #expect(actions.first == .signal(15))
        guard case .answer(1, let outcome)? = actions.dropFirst().first else {
            Issue.record("no answer: \(actions)")
            return
        }
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .streamRefused)
        #expect(outcome.summary.contains(words), "\(outcome.summary)")
    }

    @Test mutating func aLaterMinorVersionAndWhatItSaysMoreAreAccepted() {
        _ = machine.join("a", [], at: start)
        _ = machine.hear(line(#"{"hello":{"api":"1.9","modes":["poll","dream"],"x":{}}}"#), at: start)
        #expect(machine.hear(line(#"{"weather":{"sun":true}}"#), at: start) == [])
        guard case .serving = machine.state else {
            Issue.record("\(machine.state)")
            return
        }
    }

    @Test mutating func noHelloIsTermThenKillThenAPause() {
        _ = machine.join("a", [], at: start)
        #expect(machine.deadline == after(5))
        #expect(machine.expire(at: after(5), jitter: 0.5) == [.signal(15), .changed(check: "a")])
        #expect(machine.expire(at: after(6.9), jitter: 0.5) == [])
        #expect(machine.expire(at: after(7), jitter: 0.5) == [.signal(9)])
        #expect(machine.deadline == nil)
        #expect(machine.didEnd("signal 9", at: after(7.1), jitter: 0.5) == [.changed(check: "a")])
        #expect(machine.deadline == after(8.1))
        guard case .answer(1, let outcome)? = machine.ask(1, of: "a", until: after(9), at: after(7.5)).first else {
            return
        }
        #expect(outcome.reason == .streamRefused)
        #expect(outcome.summary == "check-queue said no hello within 5 s; it is started again in 600 ms")
        #expect(machine.expire(at: after(8.1), jitter: 0.5) == [.start])
    }

    @Test mutating func aProcessThatAnswersNoPingIsEnded() {
        self.serve()
        #expect(machine.expire(at: after(5), jitter: 0) == [.send(.ping(1))])
        #expect(machine.hear(line(#"{"pong":{"n":1}}"#), at: after(5)) == [])
        #expect(machine.expire(at: after(10), jitter: 0) == [.send(.ping(2))])
        #expect(machine.expire(at: after(15), jitter: 0) == [.send(.ping(3))])
        #expect(machine.expire(at: after(20), jitter: 0).first == .signal(15))
    }

    @Test mutating func pausesGrowAndFiveCrashesInAMinuteAreTheEnd() {
        _ = machine.join("a", [], at: start)
        var now = 0.0
        var pauses: [Double] = []
        for _ in 0..<4 {
            _ = machine.hear(line(Self.hello), at: after(now))
            _ = machine.didEnd("signal 11", at: after(now), jitter: 0.5)
            guard let due = machine.deadline else { break }
            pauses.append(after(now).duration(to: due) / .seconds(1))
            now += pauses.last ?? 0
            #expect(machine.expire(at: after(now), jitter: 0.5) == [.start])
        }
        #expect(pauses == [1, 2, 4, 8])
        _ = machine.didEnd("signal 11", at: after(now), jitter: 0.5)
        #expect(machine.deadline == nil)
        guard case .answer(1, let outcome)? = machine.ask(1, of: "a", until: after(99), at: after(now)).first else {
            return
        }
        #expect(outcome.reason == .streamFailed)
        #expect(outcome.summary.contains("signal 11 before its hello, for the 5th time in 60 s"))
        // A check that is made anew, as when the configuration is loaded again, tries once more.
        #expect(machine.join("a", [], at: after(now)) == [.start])
    }

    @Test mutating func aProcessThatRanWellStartsWithTheShortestPauseAgain() {
        self.serve()
        _ = machine.didEnd("exit code 1", at: start, jitter: 0.5)
        _ = machine.expire(at: after(1), jitter: 0.5)
        _ = machine.hear(line(Self.hello), at: after(1))
        _ = machine.didEnd("exit code 1", at: after(100), jitter: 0.5)
        #expect(machine.deadline == after(101))
    }

    @Test mutating func theEndAnswersEverybody() {
        self.serve()
        _ = machine.hear(line(#"{"log":"disk is full"}"#), at: start)
        _ = machine.ask(1, of: "a", until: after(9), at: start)
        let actions = machine.didEnd("exit code 3", at: start, jitter: 0.5)
        guard case .answer(1, let outcome)? = actions.first else {
            Issue.record("no answer: \(actions)")
            return
        }
        #expect(outcome.reason == .streamDown)
        #expect(outcome.summary == "check-queue ended with exit code 3; it is started again in 1 s")
        #expect(outcome.output == "disk is full\n")
        #expect(actions.last == .changed(check: "a"))
    }

    @Test mutating func aRunEndsAtItsDeadline() {
        self.serve()
        _ = machine.ask(1, of: "a", until: after(2), at: start)
        #expect(machine.deadline == after(2))
        guard case .answer(1, let outcome)? = machine.expire(at: after(2), jitter: 0).first else {
            Issue.record("no answer")
            return
        }
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .checkTimeout)
        #expect(machine.hear(line(#"{"result":{"id":"a","run":1,"status":"pass"}}"#), at: after(2)) == [])
    }

    @Test mutating func whatIsPushedAnswersTheNextRun() {
        self.serve()
        let push = #"{"push":{"id":"a","status":"fail","summary":"lost"}}"#
        #expect(machine.hear(line(push), at: start) == [.changed(check: "a")])
        let lost = CheckOutcome(.fail, .execReported, "lost")
        #expect(machine.ask(1, of: "a", until: after(1), at: start) == [.answer(run: 1, lost)])
        // The next is asked for again.
        #expect(
            machine.ask(2, of: "a", until: after(1), at: start) == [.send(.run(check: "a", number: 2, .seconds(1)))]
        )
        #expect(machine.hear(line(#"{"push":{"id":"nobody","status":"fail"}}"#), at: start) == [])
    }

    @Test mutating func whoOnlyPushesIsNeverAsked() {
        _ = machine.join("a", [], at: start)
        _ = machine.hear(line(#"{"hello":{"api":"1.0","modes":["push"]}}"#), at: start)
        guard case .answer(1, let none)? = machine.ask(1, of: "a", until: after(1), at: start).first else { return }
        #expect(none.reason == .pushNone)
        _ = machine.hear(line(#"{"push":{"id":"a","status":"pass","summary":"ok"}}"#), at: start)
        for run in UInt64(2)...4 {
            let answer = machine.ask(run, of: "a", until: after(1), at: start)
            #expect(answer == [.answer(run: run, CheckOutcome(.pass, .ok, "ok"))])
        }
    }

    @Test(arguments: [
        "hello", "[1]", #"{"result":{"id":"a"}}"#, #"{"result":{"run":1,"status":"pass"}}"#, "\u{0}", "{",
        #"{"pong":{}}"#,
    ])
    mutating func aLineThatIsNoMessageAnswersWhoWaits(text: String) {
        self.serve()
        _ = machine.ask(1, of: "a", until: after(2), at: start)
        guard case .answer(1, let outcome)? = machine.hear(line(text), at: start).first else {
            Issue.record("no answer")
            return
        }
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .streamMalformed)
    }

    @Test mutating func aMalformedResultIsAnAnswer() {
        self.serve()
        _ = machine.ask(1, of: "a", until: after(2), at: start)
        let result = #"{"result":{"id":"a","run":1,"status":"great"}}"#
        guard case .answer(1, let outcome)? = machine.hear(line(result), at: start).first else {
            Issue.record("no answer")
            return
        }
        #expect(outcome.reason == .streamMalformed)
        #expect(outcome.summary.contains("expected pass, warn, fail or unknown, found \"great\""))
    }

    @Test mutating func aFloodEndsTheProcess() {
        self.serve()
        for _ in 1..<StreamMachine.garbageLimit { #expect(machine.hear(line("x"), at: start) == []) }
        #expect(machine.hear(line("x"), at: start).first == .signal(15))
        var other = StreamMachine(program: "p")
        _ = other.join("a", [], at: start)
        #expect(other.hear(.tooLong, at: start).first == .signal(15))
    }

    @Test mutating func aProgramThatCannotBeStartedIsTriedForEver() {
        _ = machine.join("a", [], at: start)
        let refusal = ChildProgram.Refusal(reason: .execNotFound, message: "cannot run it")
        var now = 0.0
        for _ in 0..<20 {
            _ = machine.didFailToStart(refusal, at: after(now), jitter: 0.5)
            guard let due = machine.deadline else {
                Issue.record("given up")
                return
            }
            now += after(now).duration(to: due) / .seconds(1)
            #expect(machine.expire(at: due, jitter: 0.5) == [.start])
        }
        #expect(now > 600)
    }

    @Test func linesAreCutAtLineFeeds() {
        var lines = StreamLines(limit: 4)
        #expect(lines.take(Array("ab".utf8)) == [])
        #expect(lines.take(Array("cd\nef\n\ng".utf8)) == [self.line("abcd"), self.line("ef"), self.line("")])
        #expect(lines.take(Array("hijk".utf8)) == [.tooLong])
        var other = StreamLines(limit: 4)
        #expect(other.take(Array("a\nbcdef\n".utf8)) == [self.line("a"), .tooLong])
    }
}
