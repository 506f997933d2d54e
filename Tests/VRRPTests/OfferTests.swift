import Testing
import VRRP

/// A master that would rather not be it, but is better than nobody.
@Suite struct OfferTests {
    private static func offering(priority: UInt8 = 100) -> TestRouter {
        var test = TestRouter.master(priority: priority)
        #expect(
            test.router.offer(at: test.now) == [
                .advertise(.resign), .transition(.init(from: .master, to: .resigning, cause: .offered)),
            ]
        )
        return test
    }

    @Test("an offer that is taken ends as a resignation does: 5 ms after the successor was heard")
    func taken() {
        var test = Self.offering()
        let start = test.elapsed
        test.sleep(for: .milliseconds(400))
        test.hear(50)
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

    @Test("an offer that nobody takes is over after the skew of priority 1 and a margin: master, with its addresses")
    func notTaken() {
        var test = Self.offering()
        let start = test.elapsed
        test.hear(0)
        test.sleep(for: .nanoseconds(1_096_093_750))
        #expect(
            test.router.expire(at: test.now) == [
                .advertise(Priority(rawValue: 100)), .announce(repeats: 1),
                .transition(.init(from: .resigning, to: .master, cause: .noSuccessor)),
            ]
        )
        // The schedule begins again with that advertisement.
        #expect(test.router.deadline == TestRouter.epoch + start + .nanoseconds(2_096_093_750))
    }

    @Test("one that comes to the end of its offer late listens first, for its successor may be there unheard")
    func late() {
        var test = Self.offering()
        test.sleep(for: .seconds(5))
        #expect(test.router.expire(at: test.now) == [])
        #expect(test.state == .resigning)
        #expect(test.router.deadline == test.now + .milliseconds(1100))
        var alone = test
        test.hear(50)
        #expect(
            test.run(for: .seconds(1)).flatMap(\.actions).last
                == .transition(.init(from: .resigning, to: .initialize, cause: .successorHeard(Lab.peer)))
        )
        #expect(
            alone.run(for: .milliseconds(1100)).flatMap(\.actions).last
                == .transition(.init(from: .resigning, to: .master, cause: .noSuccessor))
        )
    }

    @Test("an owner that comes to the end of its offer late speaks at once")
    func lateOwner() {
        var test = Self.offering(priority: 255)
        test.sleep(for: .seconds(5))
        #expect(test.router.expire(at: test.now).first == .advertise(.owner))
    }

    @Test("told to resign while it offers, it leaves without a successor as well")
    func resigned() {
        var test = Self.offering()
        #expect(test.router.resign(at: test.now) == [])
        #expect(
            test.run(for: .seconds(10)).flatMap(\.actions) == [
                .releaseAddresses, .transition(.init(from: .resigning, to: .initialize, cause: .noSuccessor)),
            ]
        )
    }

    @Test("a fault while it offers releases at once")
    func fault() {
        var test = Self.offering()
        #expect(
            test.router.fail(at: test.now) == [
                .advertise(.resign), .releaseAddresses,
                .transition(.init(from: .resigning, to: .fault, cause: .fault)),
            ]
        )
    }

    @Test("only a master offers, and not one that has overslept")
    func others() {
        var idle = TestRouter(priority: 100)
        #expect(idle.router.offer(at: idle.now) == [])
        _ = idle.start()
        #expect(idle.router.offer(at: idle.now) == [])
        _ = idle.router.fail(at: idle.now)
        #expect(idle.router.offer(at: idle.now) == [])
        var master = TestRouter.master(priority: 100)
        master.sleep(for: .seconds(20))
        #expect(master.router.offer(at: master.now) == [])
        #expect(master.state == .master)
        #expect(master.router.keep(at: master.now) == [])
    }

    @Test("a member of a sync group whose offer is taken keeps its addresses while the others' are not")
    func group() {
        var test = Self.offering()
        test.router.isHeldBack = true
        test.hear(50)
        var whole = test
        test.sleep(for: .milliseconds(1200))
        #expect(
            test.router.expire(at: test.now).last
                == .transition(.init(from: .resigning, to: .master, cause: .noSuccessor))
        )
        whole.router.letGo(at: whole.now)
        whole.sleep(for: .milliseconds(5))
        #expect(
            whole.router.expire(at: whole.now) == [
                .releaseAddresses,
                .transition(.init(from: .resigning, to: .initialize, cause: .successorHeard(Lab.peer))),
            ]
        )
    }

    @Test("one that leaves where last resorts may succeed it keeps its addresses until the slowest of them is heard")
    func resignedToLastResort() {
        var master = TestRouter.master(priority: 100)
        master.router.hasLastResorts = true
        let start = master.elapsed
        _ = master.router.resign(at: master.now)
        #expect(master.run(for: .seconds(10)).map { $0.at - start } == [.nanoseconds(2_223_437_500)])
        for priority in [UInt8(1), 8] {
            var backup = TestRouter.backup(priority: priority)
            backup.router.isLastResort = true
            backup.hear(0)
            #expect(backup.remaining.map { $0 <= .nanoseconds(2_123_437_500) } == true)
        }
    }

    @Test("an offer is no longer than ever there, so that last resorts do not take it; one that ends in leaving is")
    func offeredToLastResort() {
        var test = Self.offering()
        test.router.hasLastResorts = true
        #expect(test.remaining == .nanoseconds(1_096_093_750))
        test.sleep(for: .milliseconds(500))
        _ = test.router.resign(at: test.now)
        #expect(test.remaining == .nanoseconds(1_723_437_500))
        _ = test.router.resign(at: test.now)
        #expect(test.remaining == .nanoseconds(1_723_437_500))
    }
}
