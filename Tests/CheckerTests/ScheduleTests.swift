import Checks
import Testing

@testable import Checker

/// Checks in virtual time: what is started, cancelled and said at which moment.
@Suite struct ScheduleTests {
    private static func check(
        _ name: String,
        kind: String = "fake",
        interval: Duration = .seconds(1),
        timeout: Duration = .milliseconds(400),
        _ change: (inout CheckDefinition) -> Void = { _ in }
    ) -> CheckDefinition {
        var definition = Bench.definition(name, kind: kind, interval: interval, timeout: timeout)
        change(&definition)
        return definition
    }

    @Test func runsAtOnceAndThenOnItsGrid() {
        var time = Transcript()
        #expect(time.adopt([Self.check("a")]) == ["a is unknown"])
        #expect(time.advance(.milliseconds(1)) == ["0 µs: start a"])
        #expect(time.end("a", .pass) == ["1 ms: a pass ok news", "a is up"])
        #expect(time.advance(.milliseconds(499)) == ["500 ms: start a"])
        #expect(time.end("a", .pass) == ["500 ms: a pass ok sign"])
        #expect(time.advance(.seconds(1)) == ["1.5 s: start a"])
    }

    @Test func aRunThatTakesTooLongIsSaidAtItsDeadlineAndTheNextWaitsForItsEnd() {
        var time = Transcript()
        _ = time.adopt([Self.check("a")])
        _ = time.advance(.zero)
        #expect(time.advance(.milliseconds(400)) == ["400 ms: cancel a"])
        #expect(time.advance(.milliseconds(10)) == ["410 ms: a fail check.timeout news", "a is down"])
        #expect(time.advance(.milliseconds(90)) == ["500 ms: a fail check.timeout sign"], "nothing is started")
        #expect(time.end("a", .pass) == [], "a pass after the deadline is none")
        #expect(time.advance(.seconds(1)) == ["1.5 s: start a"])
        #expect(time.end("a", .pass) == ["1.5 s: a pass ok news", "a is up"])
    }

    @Test func aCheckIsRenewedWithoutForgettingItsHealth() {
        var time = Transcript()
        _ = time.adopt([Self.check("a"), Self.check("b")])
        _ = time.advance(.zero)
        _ = time.end("a", .fail)
        _ = time.end("b", .pass)
        let lines = time.adopt([Self.check("a"), Self.check("b")], renewing: ["a"])
        #expect(!lines.contains { $0.contains("unknown") }, "\(lines)")
        #expect(time.advance(.milliseconds(1)).contains { $0.contains("start a") })
        #expect(time.schedule.health(of: "a") == .down)
        #expect(time.schedule.health(of: "b") == .up)
    }

    @Test func aPluginMaySayWhatTookTooLong() {
        var time = Transcript()
        _ = time.adopt([Self.check("a")])
        _ = time.advance(.zero)
        _ = time.advance(.milliseconds(401))
        #expect(time.end("a", .fail) == ["401 ms: a fail tcp.refused news", "a is down"])
        #expect(time.advance(.milliseconds(200)) == ["500 ms: start a"])
        _ = time.advance(.milliseconds(301))
        #expect(time.end("a", .pass) == ["902 ms: a fail check.timeout news"], "but not that it went well")
    }

    @Test func aRunNoThreadHasTakenUpSaysNothingOfTheService() {
        var time = Transcript()
        _ = time.adopt([Self.check("a")])
        _ = time.advance(.zero)
        #expect(time.advance(.milliseconds(400)) == ["400 ms: cancel a"])
        time.neverBegan("a")
        #expect(time.advance(.milliseconds(10)) == ["410 ms: a unknown check.queued news", "a is down"])
    }

    @Test func aRunThatNeverEndsIsStuckAfterAWhile() {
        var time = Transcript()
        _ = time.adopt([Self.check("a", interval: .seconds(5))])
        _ = time.advance(.zero)
        let lines = time.advance(.seconds(13))
        #expect(lines.contains("12.5 s: a unknown check.timeout news"))
        #expect(lines.contains("a is stuck"))
        #expect(lines.count { $0.contains("start") } == 0)
    }

    @Test func runsThatWereLeftOutAreCounted() {
        var time = Transcript()
        _ = time.adopt([Self.check("a", interval: .milliseconds(100), timeout: .seconds(10))])
        _ = time.advance(.milliseconds(430))
        #expect(time.end("a", .pass) == ["a missed 4", "430 ms: a pass ok news", "a is up"])
    }

    @Test func aChangeStartsARunSoonAndALotOfThemIsHeldBack() {
        var time = Transcript()
        _ = time.adopt([Self.check("a", interval: .seconds(100))])
        _ = time.advance(.zero)
        _ = time.end("a", .pass)
        #expect(time.change("a") == [])
        #expect(time.advance(.milliseconds(2)) == ["2 ms: start a"])
        _ = time.end("a", .pass)
        var starts = 1
        for _ in 0..<100 {
            _ = time.change("a")
            if !time.advance(.milliseconds(20)).isEmpty {
                starts += 1
                _ = time.end("a", .pass)
            }
        }
        #expect(starts == CheckCycle.changesPerInterval)
        #expect(time.advance(.seconds(48)).first == "50 s: start a", "its timetable stands")
        _ = time.end("a", .pass)
        _ = time.change("a")
        #expect(time.advance(.milliseconds(20)) != [], "and changes are heard again")
    }

    @Test func itRunsFastWhileItChangesAndSeldomWhileItIsDown() {
        let check = Self.check("a") {
            $0.schedule.fall = 3
            $0.schedule.rise = 2
            $0.schedule.fastInterval = .milliseconds(100)
            $0.schedule.downInterval = .seconds(3)
        }
        var time = Transcript()
        _ = time.adopt([check])
        _ = time.advance(.zero)
        var starts: [Duration] = []
        for outcome in [.pass, .fail, .fail, .fail, .fail, .pass, .pass, .pass] as [CheckOutcome] {
            starts.append(time.elapsed)
            _ = time.end("a", outcome)
            while let next = time.schedule.next {
                let lines = time.advance(time.now.duration(to: next))
                if lines.contains(where: { $0.hasSuffix("start a") }) { break }
            }
        }
        #expect(starts == [0, 500, 600, 700, 3700, 6700, 6800, 7500].map { .milliseconds($0) })
    }

    // MARK: Places

    @Test func scriptsWaitForAPlaceAndSayHowLong() {
        var time = Transcript()
        let checks = ["a", "b", "c"].map { Self.check($0, kind: "exec") }
        _ = time.adopt(checks, concurrency: 1)
        #expect(time.advance(.zero) == ["0 µs: start a"])
        _ = time.advance(.milliseconds(100))
        #expect(time.end("a", .pass) == ["100 ms: a pass ok news", "a is up", "100 ms: start b"])
        #expect(time.runs["b"]?.run.due.duration(to: time.now) == .milliseconds(100))
        let lines = time.advance(.milliseconds(300))
        #expect(lines == ["400 ms: c unknown check.queued news", "c is down"])
        #expect(time.end("b", .pass) == ["400 ms: b pass ok news", "b is up"], "c has given up its turn")
    }

    @Test func scriptsThatHangLeaveRoomForTheOthers() {
        var time = Transcript()
        let hung = (0..<4).map { Self.check("hung\($0)", kind: "exec", interval: .milliseconds(500)) }
        _ = time.adopt(
            hung + [Self.check("good", kind: "exec") { $0.schedule.startOffset = .seconds(3) }],
            concurrency: 4
        )
        var running = Set(time.advance(.zero).filter { $0.contains("start") }.map { String($0.suffix(5)) })
        #expect(running.count == 4, "nothing is known of them yet")
        for _ in 0..<5 {
            _ = time.advance(.milliseconds(450))
            // They are killed after their deadline.
            for name in running { _ = time.end(name, nil) }
            running = Set(time.runs.filter { time.schedule.isRunning($0.value.id) }.map(\.key))
            #expect(running.count <= 2)
        }
        let lines = time.advance(.seconds(1))
        #expect(lines.contains("3 s: start good"))
    }

    // MARK: Requirements

    @Test func aCheckWaitsForWhatItRequires() {
        var time = Transcript()
        _ = time.adopt([Self.check("web") { $0.requires = ["nginx"] }, Self.check("nginx")])
        #expect(time.advance(.milliseconds(10)) == ["0 µs: start nginx"], "of nginx nothing is known yet")
        #expect(time.end("nginx", .pass) == ["10 ms: nginx pass ok news", "nginx is up"])
        #expect(time.advance(.zero) == ["10 ms: start web"], "now at once")
        #expect(time.end("web", .pass) == ["10 ms: web pass ok news", "web is up"])
    }

    @Test func itIsBlockedOnceAndThenShowsThatItLives() {
        var time = Transcript()
        let web = Self.check("web", interval: .seconds(2)) { $0.requires = ["nginx"] }
        _ = time.adopt([web, Self.check("nginx") { $0.schedule.startOffset = .zero }])
        _ = time.advance(.zero)
        #expect(
            time.end("nginx", .fail) == [
                "0 µs: nginx fail tcp.refused news", "nginx is down", "0 µs: web unknown check.blocked news",
                "web is unknown",
            ]
        )
        #expect(time.advance(.seconds(1)) == ["1 s: start nginx"])
        #expect(time.end("nginx", .fail) == ["1 s: nginx fail tcp.refused sign"], "web has said it")
        #expect(time.advance(.seconds(1)) == ["2 s: web unknown check.blocked sign", "2 s: start nginx"])
        #expect(time.end("nginx", .pass) == ["2 s: nginx pass ok news", "nginx is up"])
        #expect(time.advance(.zero) == ["2 s: start web"])
        #expect(time.end("web", .fail).last == "web is down", "its first result acts at once")
    }

    @Test func aRunUnderWayIsNotFailedTwice() {
        var time = Transcript()
        let web = Self.check("web", interval: .seconds(30), timeout: .seconds(20)) { $0.requires = ["nginx"] }
        _ = time.adopt([web, Self.check("nginx") { $0.schedule.startOffset = .zero }])
        _ = time.advance(.zero)
        _ = time.end("nginx", .pass)
        #expect(time.advance(.seconds(1)) == ["0 µs: start web", "1 s: start nginx"])
        #expect(
            time.end("nginx", .fail) == [
                "1 s: nginx fail tcp.refused news", "nginx is down", "1 s: cancel web",
                "1 s: web unknown check.blocked news", "web is unknown",
            ]
        )
        #expect(time.end("web", .fail) == [], "what it would have said is no evidence")
        _ = time.advance(.seconds(1))
        _ = time.end("nginx", .pass)
        #expect(time.advance(.zero) == ["2 s: start web"])
    }

    @Test func aChainIsBlockedAllTheWayAndCyclesEndNowhere() {
        var time = Transcript()
        _ = time.adopt([
            Self.check("c") { $0.requires = ["b"] }, Self.check("b") { $0.requires = ["a"] }, Self.check("a"),
            Self.check("x") { $0.requires = ["y"] }, Self.check("y") { $0.requires = ["x"] },
        ])
        #expect(time.advance(.zero) == ["0 µs: start a"])
        let lines = time.end("a", .fail)
        #expect(lines.contains("0 µs: b unknown check.blocked news"))
        #expect(lines.contains("0 µs: c unknown check.blocked news"))
    }

    @Test func nobodyWaitsForACheckThatIsDisabledOrNotThere() {
        var time = Transcript()
        _ = time.adopt([
            Self.check("web") { $0.requires = ["off", "absent"] }, Self.check("off") { $0.mode = .disabled },
        ])
        #expect(time.advance(.zero) == ["0 µs: start web"])
    }

    // MARK: Configuration

    @Test func onlyWhatChangedIsStartedAgain() {
        var time = Transcript()
        let checks = ["same", "changed", "removed"].map { Self.check($0) }
        _ = time.adopt(checks)
        _ = time.advance(.zero)
        for name in ["same", "changed", "removed"] { _ = time.end(name, .pass) }
        _ = time.advance(.milliseconds(100))
        let lines = time.adopt([Self.check("same"), Self.check("changed", interval: .seconds(2)), Self.check("new")])
        #expect(lines == ["remove removed", "new is unknown"])
        #expect(Set(time.advance(.zero)) == ["100 ms: start changed", "100 ms: start new"])
        #expect(time.end("changed", .pass) == ["100 ms: changed pass ok sign"], "it was up, and is")
    }

    @Test func whatConcernsHealthAloneRestartsNothing() {
        var time = Transcript()
        _ = time.adopt([Self.check("a")])
        _ = time.advance(.zero)
        _ = time.end("a", .pass)
        let changed = Self.check("a") {
            $0.weight = CheckWeight(value: -60, reverse: true)
            $0.schedule.rise = 3
            $0.schedule.fall = 2
            $0.onUnknown = .ignore
            $0.mode = .observe
            $0.trackedBy = .all
            $0.location = SourceLocation(file: "other.conf", line: 4, column: 1)
        }
        #expect(time.adopt([changed]) == [])
        #expect(time.advance(.milliseconds(499)) == [])
        #expect(time.advance(.milliseconds(1)) == ["500 ms: start a"])
        #expect(time.end("a", .fail) == ["500 ms: a fail tcp.refused news"], "fall is 2 now")
        _ = time.advance(.seconds(1))
        #expect(time.end("a", .fail).last == "a is down")
    }

    @Test(
        arguments: [
            { $0.schedule.fastInterval = .milliseconds(50) }, { $0.schedule.downInterval = .seconds(9) },
            { $0.schedule.jitter = 10 }, { $0.schedule.startOffset = .zero },
            { $0.schedule.timeout = .milliseconds(300) },
            { $0.requires = ["b"] }, { $0.demandsSafePath = true }, { $0.user = ScriptUser(user: "nobody") },
            { $0.options.arguments = ["other"] }, { $0.kind = "watching" },
        ] as [@Sendable (inout CheckDefinition) -> Void]
    )
    func whatConcernsRunsRestarts(change: @Sendable (inout CheckDefinition) -> Void) {
        var time = Transcript()
        _ = time.adopt([Self.check("a")])
        _ = time.advance(.zero)
        _ = time.end("a", .pass)
        _ = time.adopt([Self.check("a", change)])
        #expect(time.advance(.zero) == ["0 µs: start a"])
    }

    @Test func runsOfOneCheckNeverOverlapAcrossConfigurations() {
        var time = Transcript()
        _ = time.adopt([Self.check("a")])
        _ = time.advance(.zero)
        #expect(time.adopt([]) == ["0 µs: cancel a", "remove a"])
        _ = time.adopt([Self.check("a", timeout: .milliseconds(200))])
        #expect(time.advance(.milliseconds(100)) == [], "the run before has not ended")
        #expect(time.end("a", .pass) == [], "and says nothing any more")
        #expect(time.advance(.zero) == ["100 ms: start a"])
    }

    @Test func aRunThatOutlivesItsCheckIsForgottenWhenItEnds() {
        var time = Transcript()
        _ = time.adopt([Self.check("a")])
        _ = time.advance(.zero)
        _ = time.adopt([])
        #expect(time.advance(.seconds(100)) == [])
        #expect(time.schedule.free.count == 0)
        #expect(time.end("a", .pass) == [])
        #expect(time.schedule.free.count == 1)
    }

    @Test func aDisabledCheckDoesNotRunAndAnObservedOneDoes() {
        var time = Transcript()
        let off = Self.check("off") { $0.mode = .disabled }
        _ = time.adopt([off, Self.check("seen") { $0.mode = .observe }])
        #expect(time.advance(.seconds(3)).allSatisfy { !$0.contains("off") })
        _ = time.adopt([Self.check("off")])
        #expect(time.advance(.zero).contains("3 s: start off"))
        #expect(time.adopt([off]).contains("3 s: cancel off"))
    }

    /// Hundreds of checks that never end, and one that works: it is on time, and so is what is said of them.
    @Test func checksThatHangHoldUpNobody() {
        var time = Transcript()
        let hung = (0..<500).map { Self.check("hung\($0)") }
        _ = time.adopt(hung + [Self.check("good", interval: .milliseconds(100))])
        var lateness: [Duration] = []
        var failures = 0
        for _ in 0..<400 {
            for line in time.advance(.milliseconds(10)) {
                if line.hasSuffix("start good"), let run = time.runs["good"]?.run {
                    lateness.append(run.due.duration(to: run.start))
                    _ = time.end("good", .pass)
                } else if line.contains("check.timeout") {
                    failures += 1
                }
            }
        }
        #expect(lateness.count == 41)
        #expect(lateness.allSatisfy { $0 == .zero })
        #expect(failures >= 500 * 4)
    }
}

extension Schedule {
    fileprivate func isRunning(_ id: Int) -> Bool {
        if case .running = self.entries[id].cycle.phase { true } else { false }
    }
}
