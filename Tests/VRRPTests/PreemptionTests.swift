import Testing
import VRRP

/// `preempt_delay`, `fast_preempt`, and what the agent itself asks for.
@Suite struct PreemptionTests {
    private static func delayed(
        version: Version = .v2,
        interval: Int = 100,
        delay: Duration = .seconds(5)
    ) -> TestRouter {
        TestRouter.backup(version: version, interval: interval) { $0.preemptDelay = delay }
    }

    /// A lower master speaks every interval until the router takes over.
    private static func untilMaster(_ test: inout TestRouter, priority: UInt8 = 50, every: Duration) -> Duration? {
        for _ in 0..<1000 {
            test.hear(priority, interval: Int(every / .milliseconds(10)))
            if let entry = test.run(for: every).first { return entry.at }
        }
        return nil
    }

    @Test(
        "case 60: master at the delay after the first advertisement of a lower master, not before and not after",
        arguments: [
            (Version.v2, 100, 1000, 5000),  // the delay is longer than the master down interval
            (.v2, 100, 1000, 500),  // and shorter
            (.v3, 100, 5000, 1000),  // shorter than the interval of the master
            (.v3, 10, 1000, 5000),  // the master is slower than we are
        ] as [(Version, Int, Int64, Int64)]
    )
    func delay(version: Version, interval: Int, every: Int64, delay: Int64) {
        var test = Self.delayed(version: version, interval: interval, delay: .milliseconds(delay))
        test.run(for: .milliseconds(20))
        #expect(Self.untilMaster(&test, every: .milliseconds(every)) == .milliseconds(20 + delay))
        #expect(test.state == .master)
    }

    @Test("case 61: without any master the delay does not apply")
    func nobody() {
        var test = Self.delayed()
        #expect(test.run(for: .seconds(4)).first?.at == .nanoseconds(3_609_375_000))
    }

    @Test("a lower master that dies during the delay is succeeded after the master down interval")
    func lowerMasterDies() {
        var test = Self.delayed(delay: .seconds(60))
        test.hear(50)
        let entry = test.run(for: .seconds(4)).first
        #expect(entry?.at == .nanoseconds(3_609_375_000))
        #expect(
            entry?.actions.last == .transition(.init(from: .backup, to: .master, cause: .noMasterHeard))
        )
    }

    @Test("a lower master that resigns during the delay is succeeded after a skew")
    func lowerMasterResigns() {
        var test = Self.delayed(delay: .seconds(60))
        test.hear(50)
        test.hear(0)
        #expect(test.remaining == .nanoseconds(609_375_000))
    }

    @Test("cases 62, 63: a master of higher or equal priority cancels the delay", arguments: [UInt8(100), 150])
    func cancelled(priority: UInt8) {
        var test = Self.delayed()
        test.hear(50)
        test.run(for: .seconds(2))
        for _ in 0..<60 {
            test.hear(priority)
            #expect(test.run(for: .seconds(1)).isEmpty)
        }
        // The next lower master starts the whole delay anew.
        test.hear(50)
        #expect(test.remaining == .nanoseconds(3_609_375_000))
        test.run(for: .seconds(3))
        test.hear(50)
        #expect(test.remaining == .seconds(2))
    }

    @Test("case 65: the delay applies after a fault")
    func afterFault() {
        var test = Self.delayed()
        _ = test.router.fail(at: test.now)
        test.sleep(for: .seconds(100))
        _ = test.router.recover(at: test.now)
        #expect(Self.untilMaster(&test, every: .seconds(1)) == .seconds(105))
    }

    @Test("case 66: a reload while the delay runs neither ends nor renews it")
    func reload() {
        var test = Self.delayed()
        test.hear(50)
        test.run(for: .seconds(2))
        var settings = test.router.settings
        settings.preemptDelay = .seconds(30)
        #expect(test.router.reconfigure(settings, at: test.now) == [])
        #expect(Self.untilMaster(&test, every: .seconds(1)) == .seconds(5))
    }

    @Test("case 66: a reload of a master applies no delay")
    func reloadMaster() {
        var test = TestRouter.master()
        var settings = test.router.settings
        settings.preemptDelay = .seconds(30)
        #expect(test.router.reconfigure(settings, at: test.now) == [.advertise(.default)])
        #expect(test.state == .master)
    }

    @Test("lowered below the master during the delay, it obeys")
    func loweredDuringDelay() {
        var test = Self.delayed()
        test.hear(50)
        _ = test.router.setPriority(Priority(rawValue: 40), at: test.now)
        for _ in 0..<20 {
            #expect(test.run(for: .seconds(1)).isEmpty)
            test.hear(50)
        }
    }

    // MARK: fast_preempt

    @Test("fast_preempt: a lower master leaves a skew, however often it speaks")
    func fast() {
        var test = TestRouter.backup { $0.fastPreempt = true }
        test.hear(150)
        test.run(for: .milliseconds(500))
        for _ in 0..<6 {
            test.hear(50)
            #expect(test.run(for: .milliseconds(100)).isEmpty)
        }
        test.hear(50)
        #expect(test.run(for: .milliseconds(100)).map(\.at) == [.nanoseconds(500_000_000 + 609_375_000)])
    }

    @Test("fast_preempt never puts a deadline off")
    func fastIsNotSlower() {
        var test = TestRouter.backup { $0.fastPreempt = true }
        test.run(for: .milliseconds(3500))
        test.hear(50)
        #expect(test.deadline == .nanoseconds(3_609_375_000))
    }

    @Test("fast_preempt: a weighted failover takes an interval and a skew")
    func weightedFailover() {
        var test = TestRouter.backup(priority: 150) { $0.fastPreempt = true }
        test.hear(200)
        test.run(for: .milliseconds(300))
        test.hear(140)
        // 106/256 s after the advertisement that told of the lower priority.
        #expect(test.remaining == .nanoseconds(414_062_500))
    }

    // MARK: Suspended and demanded

    @Test("suspended: a lower master is obeyed, silence and priority 0 are not")
    func suspended() {
        var test = TestRouter.backup()
        test.hear(50)
        test.router.setPreemption(.suspended, at: test.now)
        for _ in 0..<20 {
            test.hear(50)
            #expect(test.run(for: .seconds(1)).isEmpty)
        }
        test.hear(0)
        #expect(test.remaining == .nanoseconds(609_375_000))
        test.hear(50)
        #expect(test.run(for: .seconds(4)).first?.at == .nanoseconds(20_000_000_000 + 3_609_375_000))
    }

    @Test("suspended while it is about to preempt: the master it heard last is obeyed from then")
    func suspendedLate() {
        var test = TestRouter.backup()
        test.run(for: .seconds(3))
        test.hear(50)
        #expect(test.remaining == .nanoseconds(609_375_000))
        test.router.setPreemption(.suspended, at: test.now)
        #expect(test.remaining == .nanoseconds(3_609_375_000))
        test.router.setPreemption(.asConfigured, at: test.now)
        test.hear(50)
        #expect(
            test.run(for: .seconds(4)).first?.actions.last
                == .transition(.init(from: .backup, to: .master, cause: .preempted(Lab.peer, Priority(rawValue: 50))))
        )
    }

    @Test("an owner preempts although it is suspended")
    func suspendedOwner() {
        var test = TestRouter.backup(priority: 255)
        test.router.setPreemption(.suspended, at: test.now)
        #expect(test.state == .master)
        test.hear(50)
        #expect(test.state == .master)
    }

    @Test("demanded: after a skew in spite of nopreempt; of preempt_delay, and of its rest", arguments: [true, false])
    func demanded(isHeardBefore: Bool) {
        for configure: (inout VirtualRouterSettings) -> Void in [
            { $0.preempt = false }, { $0.preemptDelay = .seconds(60) },
        ] {
            var test = TestRouter.backup(configure: configure)
            if isHeardBefore { test.hear(50) }
            test.router.setPreemption(.demanded, at: test.now)
            test.hear(50)
            #expect(test.remaining == .nanoseconds(609_375_000))
            test.hear(150)
            #expect(test.remaining == .nanoseconds(3_609_375_000))
        }
    }

    @Test("demanded while the preempt delay runs: no other advertisement is needed")
    func demandedDuringDelay() {
        var test = Self.delayed(delay: .seconds(60))
        test.hear(50)
        test.router.setPreemption(.demanded, at: test.now)
        #expect(test.remaining == .nanoseconds(609_375_000))
    }

    @Test("a last resort does not hurry to succeed one that resigns, and obeys it when it takes that back")
    func lastResort() {
        var test = TestRouter.backup(priority: 1)
        test.router.isLastResort = true
        test.hear(1)
        test.hear(0)
        #expect(test.remaining == .nanoseconds(2_123_437_500))
        test.sleep(for: .milliseconds(1100))
        test.hear(1)
        #expect(test.run(for: .seconds(3)).isEmpty)
        test.hear(0)
        #expect(
            test.run(for: .seconds(4)).first?.actions.last
                == .transition(.init(from: .backup, to: .master, cause: .masterResigned(Lab.peer)))
        )
    }

    @Test("of several last resorts the better one succeeds first, and all of them after an offer and an interval")
    func lastResortsInOrder() {
        let times = [UInt8(8), 7, 1].map { priority -> Duration? in
            var test = TestRouter.backup(version: .v3, priority: priority)
            test.router.isLastResort = true
            test.hear(0)
            return test.remaining
        }
        #expect(
            times == [
                .nanoseconds(2_096_093_750), .nanoseconds(2_100_000_000), .nanoseconds(2_123_437_500),
            ]
        )
    }

    @Test("offers of a master that is worse do not put off a last resort that preempts it, however long that takes")
    func lastResortPreemptsOffering() {
        var test = TestRouter.backup(priority: 8) { $0.masterDownAdvertisements = 20 }
        test.router.isLastResort = true
        var entries: [TestRouter.Entry] = []
        for second in 0..<30 where test.state == .backup {
            if second % 10 == 5 { test.hear(0) } else { test.hear(7) }
            entries += test.run(for: .seconds(1))
        }
        #expect(test.state == .master)
        // The first offer ends within its time, and brings the end nearer instead of farther.
        #expect(test.elapsed == .seconds(8))
    }

    @Test("nor do they begin the preempt delay of a last resort anew")
    func lastResortDelayed() {
        var test = TestRouter.backup(priority: 8) { $0.preemptDelay = .seconds(12) }
        test.router.isLastResort = true
        for second in 0..<30 where test.state == .backup {
            if second % 10 == 5 { test.hear(0) } else { test.hear(7) }
            test.run(for: .seconds(1))
        }
        #expect(test.state == .master)
        #expect(test.elapsed == .seconds(12))
    }
}
