import Testing
import VRRP

/// Section by section the life of a virtual router outside elections.
@Suite struct StartAndStopTests {
    @Test("case 26: a start below 255 waits as backup and sends nothing")
    func startAsBackup() {
        var test = TestRouter(priority: 100)
        #expect(test.start() == [.transition(.init(from: .initialize, to: .backup, cause: .started))])
        #expect(test.remaining == .nanoseconds(3_609_375_000))
        #expect(test.router.currentMaster == nil)
    }

    @Test("case 27: the owner is master at once: advertisement, addresses, announcement")
    func startAsOwner() {
        var test = TestRouter(priority: 255)
        #expect(
            test.start() == [
                .advertise(.owner), .acquireAddresses, .announce(repeats: 5),
                .transition(.init(from: .initialize, to: .master, cause: .owner)),
            ]
        )
        #expect(test.remaining == .seconds(1))
    }

    @Test("case 28: nothing happens before the start", arguments: [UInt8(0), 1, 100, 255])
    func notStarted(priority: UInt8) {
        var test = TestRouter()
        #expect(test.hear(priority) == [])
        #expect(test.deadline == nil)
        #expect(test.run(for: .seconds(60)).isEmpty)
        #expect(test.state == .initialize)
    }

    @Test("a second start changes nothing")
    func startTwice() {
        for var test in [TestRouter.backup(), .master()] {
            let before = test.router
            test.sleep(for: .milliseconds(100))
            #expect(test.start() == [])
            #expect(test.router == before)
        }
    }

    @Test("case 30: a master told to leave now sends one priority 0 and releases")
    func abandonAsMaster() {
        var test = TestRouter.master()
        #expect(
            test.router.abandon(at: test.now) == [
                .advertise(.resign), .releaseAddresses,
                .transition(.init(from: .master, to: .initialize, cause: .abandoned)),
            ]
        )
        #expect(test.run(for: .seconds(60)).isEmpty)
    }

    @Test("case 31: a backup leaves without priority 0")
    func leaveAsBackup() {
        var test = TestRouter.backup()
        var other = test
        #expect(
            test.router.resign(at: test.now) == [.transition(.init(from: .backup, to: .initialize, cause: .stopped))]
        )
        #expect(
            other.router.abandon(at: other.now)
                == [.transition(.init(from: .backup, to: .initialize, cause: .abandoned))]
        )
    }

    @Test("case 32: a router at fault leaves without priority 0")
    func leaveAtFault() {
        var test = TestRouter.master()
        _ = test.router.fail(at: test.now)
        #expect(
            test.router.resign(at: test.now) == [.transition(.init(from: .fault, to: .initialize, cause: .stopped))]
        )
    }

    @Test(
        "case 37: with silence a router is master after its master down interval, whatever its priority",
        arguments: [
            (150, 3_414_062_500), (100, 3_609_375_000), (1, 3_996_093_750),
        ] as [(UInt8, Int64)]
    )
    func silence(priority: UInt8, nanoseconds: Int64) {
        var test = TestRouter.backup(priority: priority)
        #expect(test.run(for: .seconds(4)).first?.at == .nanoseconds(nanoseconds))
        #expect(test.state == .master)
    }

    @Test("case 90: a fault in master says so and releases at once; a second fault is silent")
    func faultAsMaster() {
        var test = TestRouter.master()
        #expect(
            test.router.fail(at: test.now) == [
                .advertise(.resign), .releaseAddresses,
                .transition(.init(from: .master, to: .fault, cause: .fault)),
            ]
        )
        #expect(test.router.fail(at: test.now) == [])
        #expect(test.run(for: .seconds(60)).isEmpty)
        #expect(test.hear(1) == [])
        #expect(test.state == .fault)
    }

    @Test("case 95: after a fault a former master is backup with a full interval, an owner master")
    func recovery() {
        var test = TestRouter.master()
        _ = test.router.fail(at: test.now)
        test.sleep(for: .seconds(30))
        #expect(
            test.router.recover(at: test.now) == [.transition(.init(from: .fault, to: .backup, cause: .recovered))]
        )
        #expect(test.remaining == .nanoseconds(3_609_375_000))

        var owner = TestRouter.master(priority: 255)
        _ = owner.router.fail(at: owner.now)
        #expect(owner.router.recover(at: owner.now).first == .advertise(.owner))
        #expect(owner.state == .master)
    }

    // MARK: Make before break

    @Test("a master that resigns keeps its addresses until 5 ms after a successor was heard")
    func resignation() {
        var test = TestRouter.master()
        let start = test.elapsed
        #expect(
            test.router.resign(at: test.now) == [
                .advertise(.resign), .transition(.init(from: .master, to: .resigning, cause: .stopped)),
            ]
        )
        test.sleep(for: .milliseconds(400))
        #expect(test.hear(50) == [])
        #expect(test.router.currentMaster?.address == Lab.peer)
        #expect(
            test.run(for: .seconds(10)) == [
                .init(
                    start + .milliseconds(405),
                    [
                        .releaseAddresses,
                        .transition(.init(from: .resigning, to: .initialize, cause: .successorHeard(Lab.peer))),
                    ]
                )
            ]
        )
    }

    @Test("a second advertisement of the successor does not put the release off")
    func successorHeardTwice() {
        var test = TestRouter.master(version: .v3, interval: 1)
        let start = test.elapsed
        _ = test.router.resign(at: test.now)
        for _ in 0..<4 {
            test.hear(50)
            test.sleep(for: .milliseconds(1))
        }
        #expect(test.run(for: .seconds(1)).map(\.at) == [start + .milliseconds(5)])
    }

    @Test(
        "without a successor the addresses go after the skew of priority 1 and a margin",
        arguments: [
            (Version.v2, 100, 1_096_093_750),  // 255/256 s + 100 ms
            (.v2, 500, 1_496_093_750),
            (.v3, 10, 109_609_375),  // 99.6 ms + 10 ms
            (.v3, 1, 19_960_937),
        ] as [(Version, Int, Int64)]
    )
    func noSuccessor(version: Version, interval: Int, nanoseconds: Int64) {
        var test = TestRouter.master(version: version, interval: interval)
        let start = test.elapsed
        _ = test.router.resign(at: test.now)
        test.hear(0)
        #expect(
            test.run(for: .seconds(10)) == [
                .init(
                    start + .nanoseconds(nanoseconds),
                    [
                        .releaseAddresses,
                        .transition(.init(from: .resigning, to: .initialize, cause: .noSuccessor)),
                    ]
                )
            ]
        )
    }

    @Test("told again to resign, nothing; told to leave now, the addresses go at once")
    func abandonWhileResigning() {
        var test = TestRouter.master()
        _ = test.router.resign(at: test.now)
        #expect(test.router.resign(at: test.now) == [])
        #expect(
            test.router.abandon(at: test.now) == [
                .releaseAddresses, .transition(.init(from: .resigning, to: .initialize, cause: .abandoned)),
            ]
        )
        #expect(test.router.abandon(at: test.now) == [])
    }

    @Test("a fault while resigning releases at once")
    func faultWhileResigning() {
        var test = TestRouter.master()
        _ = test.router.resign(at: test.now)
        #expect(
            test.router.fail(at: test.now) == [
                .advertise(.resign), .releaseAddresses,
                .transition(.init(from: .resigning, to: .fault, cause: .fault)),
            ]
        )
    }

    // MARK: Warm restart

    @Test("a resumed master advertises and announces once, and acquires nothing")
    func resumeMaster() {
        var test = TestRouter()
        #expect(
            test.router.resumeMaster(at: test.now) == [
                .advertise(.default), .announce(repeats: 1),
                .transition(.init(from: .initialize, to: .master, cause: .resumed)),
            ]
        )
        let entries = test.run(for: .seconds(10))
        #expect(entries.advertisements == 10)
        #expect(entries.announcements == 0)
    }

    @Test(
        "a resumed backup waits on the interval its predecessor had learned",
        arguments: [
            (Version.v3, 15_000_000_000 + 3_046_875_000), (.v2, 3_609_375_000),
        ] as [(Version, Int64)]
    )
    func resumeBackup(version: Version, nanoseconds: Int64) {
        var test = TestRouter(version: version)
        #expect(
            test.router.resumeBackup(masterInterval: Lab.interval(500), at: test.now)
                == [.transition(.init(from: .initialize, to: .backup, cause: .resumed))]
        )
        #expect(test.remaining == .nanoseconds(nanoseconds))
    }

    @Test("a priority of 0 in the settings is taken as 1: a running router never says that it leaves")
    func priorityZero() {
        var test = TestRouter.master(priority: 0)
        #expect(test.router.effectivePriority == Priority(rawValue: 1))
        #expect(test.run(for: .seconds(1)).first?.actions.first == .advertise(Priority(rawValue: 1)))
        #expect(test.router.setPriority(.resign, at: test.now) == [])
    }
}
