import Testing
import VRRP

/// A master whose process did not run for a while: frozen, or starved of CPU.
@Suite struct StallTests {
    private static func overtaken(_ priority: UInt8) -> [Action] {
        let cause = TransitionCause.overtaken(Lab.peer, Priority(rawValue: priority))
        return [.releaseAddresses, .transition(.init(from: .master, to: .backup, cause: cause))]
    }

    @Test("late by no more than a master down interval it speaks at once, later it listens for an interval first")
    func threshold() {
        var late = TestRouter.master()
        late.sleep(for: .nanoseconds(4_609_375_000))
        #expect(late.router.expire(at: late.now) == [.advertise(.default)])
        var stale = TestRouter.master { $0.gratuitousARP.masterDelay = .zero }
        stale.sleep(for: .nanoseconds(4_609_375_001))
        #expect(stale.router.expire(at: stale.now) == [.withdrawAnnouncements])
        #expect(stale.remaining == .milliseconds(1100))
        #expect(stale.run(for: .milliseconds(1100)).actions == [.advertise(.default), .announce(repeats: 1)])
        #expect(stale.run(for: .seconds(10)).advertisements == 10)
    }

    @Test("case 133: the lower priority that took over stays with nopreempt")
    func withoutPreemption() {
        var test = TestRouter.master { $0.preempt = false }
        test.sleep(for: .seconds(20))
        #expect(test.hear(50) == Self.overtaken(50))
        for _ in 0..<60 {
            #expect(test.run(for: .seconds(1)).isEmpty)
            test.hear(50)
        }
        #expect(test.state == .backup)
    }

    @Test("case 133: with preemption it comes back as any backup would: after a master down interval")
    func withPreemption() {
        var test = TestRouter.master()
        test.sleep(for: .seconds(20))
        #expect(test.hear(50) == Self.overtaken(50))
        #expect(test.remaining == .nanoseconds(3_609_375_000))
        #expect(test.run(for: .seconds(4)).first?.actions.first == .advertise(.default))
    }

    @Test("preempt_delay and fast_preempt apply to its return")
    func wordsOfPreemption() {
        var delayed = TestRouter.master { $0.preemptDelay = .seconds(2) }
        delayed.sleep(for: .seconds(20))
        delayed.hear(50)
        #expect(delayed.remaining == .seconds(2))
        var fast = TestRouter.master { $0.fastPreempt = true }
        fast.sleep(for: .seconds(20))
        fast.hear(50)
        #expect(fast.remaining == .nanoseconds(609_375_000))
    }

    @Test("a lower priority that cannot have waited long enough is told who is master")
    func usurper() {
        // Priority 50 waits 3.804 s; the last advertisement was 3.6 s ago.
        var test = TestRouter.master()
        test.sleep(for: .milliseconds(3600))
        #expect(test.hear(50).first == .advertise(.default))
        #expect(test.state == .master)
    }

    @Test("while it listens nothing is said, whatever else happens", arguments: [false, true])
    func silence(isListening: Bool) {
        var test = TestRouter.master()
        test.sleep(for: .seconds(20))
        if isListening { _ = test.router.expire(at: test.now) }
        #expect(test.router.setPriority(Priority(rawValue: 90), at: test.now) == [])
        #expect(test.router.announceAgain(at: test.now) == [])
        #expect(test.hear(0) == [])
        var settings = test.router.settings
        settings.addresses.append(Lab.peer)
        #expect(test.router.reconfigure(settings, at: test.now) == [])
        #expect(test.state == .master)
        if isListening {
            #expect(test.run(for: .seconds(2)).first?.actions.first == .advertise(Priority(rawValue: 90)))
        }
    }

    @Test("a master that listens and becomes the owner of the addresses speaks at once, and on time from then on")
    func becomesOwner() {
        var test = TestRouter.master { $0.gratuitousARP.masterDelay = .zero }
        test.sleep(for: .seconds(20))
        _ = test.router.expire(at: test.now)
        var settings = test.router.settings
        settings.basePriority = .owner
        #expect(test.router.reconfigure(settings, at: test.now) == [.advertise(.owner)])
        #expect(test.remaining == .seconds(1))
        #expect(test.run(for: .seconds(10)).advertisements == 10)
    }

    @Test("a host that was suspended has overslept, although its clock stood still")
    func suspended() {
        var test = TestRouter.master()
        test.router.slept(.seconds(20))
        #expect(test.router.expire(at: test.now) == [.withdrawAnnouncements])
        #expect(test.remaining == .milliseconds(1100))
        #expect(test.hear(50) == Self.overtaken(50))
        var short = TestRouter.master()
        short.router.slept(.seconds(2))
        #expect(short.router.expire(at: short.now).first == .advertise(.default))
        var backup = TestRouter.backup()
        let before = backup.remaining
        backup.router.slept(.seconds(20))
        #expect(backup.remaining == before)
    }

    @Test("the owner of the addresses waits for nobody")
    func owner() {
        var test = TestRouter.master(priority: 255)
        test.sleep(for: .seconds(20))
        #expect(test.hear(254).first == .advertise(.owner))
        #expect(test.state == .master)
    }

    @Test("timer_expired_backup: so late that a rival of this priority is master, it is backup without listening")
    func timerExpired() {
        let rival = Priority(rawValue: 200)
        var test = TestRouter.master {
            $0.preempt = false
            $0.timerExpiredRival = rival
        }
        // The rival waits 3.21875 s from the last advertisement.
        test.sleep(for: .nanoseconds(3_218_750_000))
        #expect(test.router.expire(at: test.now).first == .advertise(.default))
        test.sleep(for: .nanoseconds(4_218_750_001))
        #expect(
            test.router.expire(at: test.now) == [
                .releaseAddresses, .transition(.init(from: .master, to: .backup, cause: .overslept)),
            ]
        )
        #expect(test.remaining == .nanoseconds(3_609_375_000))
    }
}
