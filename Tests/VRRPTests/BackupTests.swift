import Testing
import VRRP

@Suite struct BackupTests {
    @Test("case 40: silence makes a master: advertisement, addresses, announcement, and the reason")
    func masterDown() {
        var test = TestRouter.backup()
        #expect(
            test.run(for: .nanoseconds(3_609_375_000)) == [
                .init(
                    .nanoseconds(3_609_375_000),
                    [
                        .advertise(.default), .acquireAddresses, .announce(repeats: 5),
                        .transition(.init(from: .backup, to: .master, cause: .noMasterHeard)),
                    ]
                )
            ]
        )
        #expect(test.remaining == .seconds(1))
    }

    @Test("case 41: v2 waits 3.609375 s after the last accepted advertisement")
    func exactMasterDown() {
        var test = TestRouter.backup()
        test.run(for: .milliseconds(777))
        test.hear(150)
        #expect(test.run(for: .nanoseconds(3_609_374_999)).isEmpty)
        #expect(test.run(for: .nanoseconds(1)).count == 1)
        #expect(test.state == .master)
    }

    @Test(
        "case 42: at 10 ms different priorities wait differently",
        arguments: [
            (100, 36_093_750), (200, 32_187_500),
        ] as [(UInt8, Int64)]
    )
    func shortIntervals(priority: UInt8, nanoseconds: Int64) {
        let test = TestRouter.backup(version: .v3, priority: priority, interval: 1)
        #expect(test.deadline == .nanoseconds(nanoseconds))
    }

    @Test("case 43: priority 0 leaves a skew, a second one a skew from then")
    func resignation() {
        var test = TestRouter.backup()
        test.hear(150)
        test.hear(0)
        #expect(test.remaining == .nanoseconds(609_375_000))
        #expect(test.router.currentMaster == nil)
        test.run(for: .milliseconds(300))
        test.hear(0)
        #expect(test.remaining == .nanoseconds(609_375_000))
        #expect(
            test.run(for: .seconds(1)).actions.contains(
                .transition(.init(from: .backup, to: .master, cause: .masterResigned(Lab.peer)))
            )
        )
    }

    @Test("case 44: a successor within the skew keeps a backup")
    func successor() {
        var test = TestRouter.backup()
        test.hear(0)
        test.run(for: .milliseconds(600))
        test.hear(150)
        #expect(test.remaining == .nanoseconds(3_609_375_000))
        #expect(test.state == .backup)
    }

    @Test("case 45: a master of equal priority is obeyed whatever its address", arguments: [Lab.peer, Lab.lowPeer])
    func equalPriority(source: IPAddress) {
        var test = TestRouter.backup()
        test.run(for: .seconds(2))
        test.hear(100, from: source)
        #expect(test.remaining == .nanoseconds(3_609_375_000))
        #expect(
            test.router.currentMaster == .init(address: source, priority: Priority(rawValue: 100), lastHeard: test.now)
        )
    }

    @Test("case 46: an hour of a higher master is an hour as backup")
    func anHour() {
        var test = TestRouter.backup()
        for _ in 0..<3600 {
            test.hear(101)
            #expect(test.run(for: .seconds(1)).isEmpty)
        }
        #expect(test.state == .backup)
    }

    @Test("case 47: a lower master is ignored: master at the deadline of the last accepted advertisement")
    func preemption() {
        var test = TestRouter.backup()
        for _ in 0..<3 {
            test.run(for: .seconds(1))
            test.hear(50)
        }
        let entries = test.run(for: .seconds(1))
        #expect(entries.map(\.at) == [.nanoseconds(3_609_375_000)])
        #expect(
            entries.first?.actions.last
                == .transition(
                    .init(from: .backup, to: .master, cause: .preempted(Lab.peer, Priority(rawValue: 50)))
                )
        )
    }

    @Test("case 48: without preemption a lower master is obeyed")
    func noPreemption() {
        var test = TestRouter.backup { $0.preempt = false }
        for _ in 0..<60 {
            test.hear(50)
            #expect(test.remaining == .nanoseconds(3_609_375_000))
            #expect(test.run(for: .seconds(1)).isEmpty)
        }
    }

    @Test("case 49: without preemption silence still makes a master")
    func noPreemptionSilence() {
        var test = TestRouter.backup { $0.preempt = false }
        test.hear(50)
        let entries = test.run(for: .seconds(4))
        #expect(entries.first?.at == .nanoseconds(3_609_375_000))
        #expect(
            entries.first?.actions.last
                == .transition(.init(from: .backup, to: .master, cause: .noMasterHeard))
        )
    }

    @Test("the owner preempts, whatever the settings say")
    func ownerPreempts() {
        var test = TestRouter.backup { $0.preempt = false }
        test.hear(50)
        var settings = test.router.settings
        settings.basePriority = .owner
        _ = test.router.reconfigure(settings, at: test.now)
        #expect(test.state == .master)
        #expect(test.hear(254).contains(.advertise(.owner)))
        #expect(test.state == .master)
    }

    // MARK: The learned interval of v3

    @Test("case 50: the interval of the master is learned")
    func learning() {
        var test = TestRouter.backup(version: .v3)
        test.hear(150, interval: 500)
        #expect(test.remaining == .nanoseconds(15_000_000_000 + 3_046_875_000))
    }

    @Test("case 51: an ignored advertisement teaches nothing")
    func notLearning() {
        var test = TestRouter.backup(version: .v3)
        test.hear(150, interval: 500)
        let before = test.deadline
        test.hear(50, interval: 10)
        #expect(test.deadline == before)
        test.hear(150, interval: 500)
        test.hear(0, interval: 10)
        #expect(test.remaining == .nanoseconds(3_046_875_000))
    }

    @Test("case 52: as master it sends its own interval")
    func ownInterval() {
        var test = TestRouter.backup(version: .v3)
        test.hear(150, interval: 500)
        let entries = test.run(for: .seconds(20))
        #expect(test.state == .master)
        #expect(test.router.advertisement(priority: .default).interval == Lab.interval(100))
        #expect(entries.advertisements == 2)
    }

    @Test("case 53: priority 0 leaves a skew of the learned interval")
    func learnedSkew() {
        var test = TestRouter.backup(version: .v3)
        test.hear(150, interval: 500)
        test.hear(0, interval: 500)
        #expect(test.remaining == .nanoseconds(3_046_875_000))
    }

    @Test("case 55: v2 never learns an interval")
    func v2DoesNotLearn() {
        var test = TestRouter.backup()
        test.hear(150, interval: 500)
        #expect(test.remaining == .nanoseconds(3_609_375_000))
    }

    // MARK: Priority

    @Test("case 59: raised above the master, it is master within the master down interval, the timer not restarted")
    func raised() {
        var test = TestRouter.backup()
        test.hear(150)
        test.run(for: .seconds(1))
        #expect(test.router.setPriority(Priority(rawValue: 200), at: test.now) == [])
        // 3.609375 s less the change in skew of 100/256 s, still counted from the advertisement.
        #expect(test.deadline == .nanoseconds(3_218_750_000))
        for _ in 0..<2 {
            test.hear(150)
            #expect(test.run(for: .seconds(1)).isEmpty)
        }
        test.hear(150)
        #expect(test.run(for: .seconds(1)).map(\.at) == [.nanoseconds(3_218_750_000)])
        #expect(test.state == .master)
    }

    @Test("lowered below a master it was about to preempt, it obeys that master from when it was heard")
    func lowered() {
        var test = TestRouter.backup()
        test.run(for: .milliseconds(3500))
        test.hear(50)
        _ = test.router.setPriority(Priority(rawValue: 40), at: test.now)
        #expect(test.remaining == .seconds(3) + .nanoseconds(843_750_000))
        #expect(test.router.currentMaster?.priority == Priority(rawValue: 50))
    }

    @Test("the same priority again is nothing")
    func unchanged() {
        var test = TestRouter.backup()
        let before = test.router
        test.sleep(for: .seconds(1))
        #expect(test.router.setPriority(.default, at: test.now) == [])
        #expect(test.router == before)
    }

    // MARK: A third router

    @Test("a lower third router does not shorten the wait for a master that is well", arguments: [false, true])
    func thirdRouter(fastPreempt: Bool) {
        var test = TestRouter.backup { settings in
            settings.fastPreempt = fastPreempt
            settings.preemptDelay = fastPreempt ? .zero : .milliseconds(100)
        }
        for _ in 0..<10 {
            test.hear(150)
            test.run(for: .milliseconds(200))
            test.hear(50, from: Lab.lowPeer)
            #expect(test.run(for: .milliseconds(800)).isEmpty)
        }
        #expect(test.router.currentMaster?.address == Lab.peer)
        #expect(test.deadline == .seconds(9) + .nanoseconds(3_609_375_000))
    }

    @Test("a third router that leaves is the business of the master we obey", arguments: [UInt8(100), 150])
    func thirdRouterLeaves(priority: UInt8) {
        var test = TestRouter.backup()
        test.hear(priority)
        let before = test.router
        test.run(for: .milliseconds(200))
        test.hear(0, from: Lab.lowPeer)
        #expect(test.router == before)
        // The master itself is succeeded in a skew.
        test.hear(0)
        #expect(test.remaining == .nanoseconds(609_375_000))
    }

    @Test("where the master that is obeyed is less than we are, any priority 0 is a chance")
    func thirdRouterLeavesLesser() {
        var test = TestRouter.backup { $0.preempt = false }
        test.hear(50)
        test.hear(0, from: Lab.lowPeer)
        #expect(test.remaining == .nanoseconds(609_375_000))
    }
}
