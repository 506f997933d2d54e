import Testing
import VRRP

@Suite struct MasterTests {
    @Test("case 67: an hour has 3600 advertisements, evenly", arguments: [(Version.v2, 100, 3600), (.v3, 10, 36000)])
    func anHour(version: Version, interval: Int, count: Int) {
        var test = TestRouter.master(version: version, interval: interval)
        let entries = test.run(for: .seconds(3600))
        #expect(entries.advertisements == count)
    }

    @Test("lateness does not add up: the schedule is absolute")
    func absoluteSchedule() {
        var test = TestRouter.master()
        let start = test.elapsed
        for turn in 1...1000 {
            test.sleep(for: start + .seconds(turn) + .milliseconds(turn % 300) - test.elapsed)
            #expect(test.router.expire(at: test.now).first == .advertise(.default))
            #expect(test.deadline.map { $0 <= start + .seconds(turn + 1) } == true)
        }
        #expect(test.router.expire(at: test.now) == [])
    }

    @Test("case 133: after a sleep of many intervals one advertisement is sent, and the schedule goes on")
    func noBurst() {
        var test = TestRouter.master(version: .v3, interval: 10)
        let start = test.elapsed
        test.sleep(for: .milliseconds(450))
        let actions = test.router.expire(at: test.now)
        #expect(actions == [.advertise(.default)])
        #expect(test.router.expire(at: test.now) == [])
        #expect(test.deadline == start + .milliseconds(500))
    }

    @Test("case 133: a master that slept hears its successor first and yields without a word")
    func sleeperYields() {
        var test = TestRouter.master()
        test.sleep(for: .seconds(20))
        #expect(
            test.hear(150) == [
                .releaseAddresses,
                .transition(
                    .init(
                        from: .master,
                        to: .backup,
                        cause: .higherPriorityHeard(Lab.peer, Priority(rawValue: 150))
                    )
                ),
            ]
        )
    }

    @Test("case 68: priority 0 is answered at once and the timer starts again")
    func resignation() {
        var test = TestRouter.master()
        test.run(for: .milliseconds(400))
        #expect(test.hear(0) == [.advertise(.default)])
        #expect(test.remaining == .seconds(1))
    }

    @Test("a flood of priority 0 is answered ten times an interval, each within a tenth")
    func floodOfResignations() {
        var test = TestRouter.master()
        var sent = 0
        for _ in 0..<200 {
            sent += test.hear(0).count(where: \.isAdvertisement)
            #expect(test.remaining.map { $0 <= .seconds(1) } == true)
            sent += test.run(for: .milliseconds(10)).advertisements
        }
        // Both ends of two seconds count.
        #expect((20...21).contains(sent))
        // Once it ends, the waiting answer goes out and the rhythm is back.
        #expect(test.run(for: .seconds(10)).advertisements == 10)
    }

    @Test("cases 69, 70: a lower master is told at once, and the periodic advertisement leaves on time")
    func lower() {
        var test = TestRouter.master()
        let start = test.elapsed
        test.run(for: .milliseconds(500))
        let state = test.state
        #expect(test.hear(1) == [.advertise(.default), .announce(repeats: 5)])
        #expect(test.state == state)
        #expect(test.deadline == start + .seconds(1))
    }

    @Test("a flood of lower masters gets one answer and one announcement an interval")
    func floodOfLower() {
        var test = TestRouter.master { $0.gratuitousARP.lowerPriorityDelay = .zero }
        test.run(for: .seconds(6))
        var actions: [Action] = []
        for _ in 0..<200 {
            actions += test.hear(1)
            actions += test.run(for: .milliseconds(10)).actions
        }
        #expect(actions.count(where: \.isAdvertisement) == 4)
        #expect(actions.count(where: \.isAnnouncement) == 2)
    }

    @Test("case 71: a higher master is obeyed, without priority 0")
    func higher() {
        var test = TestRouter.master()
        #expect(
            test.hear(150) == [
                .releaseAddresses,
                .transition(
                    .init(
                        from: .master,
                        to: .backup,
                        cause: .higherPriorityHeard(Lab.peer, Priority(rawValue: 150))
                    )
                ),
            ]
        )
        #expect(test.remaining == .nanoseconds(3_609_375_000))
        #expect(test.router.currentMaster?.address == Lab.peer)
    }

    @Test("cases 72, 74: a tie goes to the higher address we send from; our own address is no rival")
    func tie() {
        var lost = TestRouter.master()
        #expect(
            lost.hear(100, from: Lab.peer) == [
                .releaseAddresses, .transition(.init(from: .master, to: .backup, cause: .tieLost(Lab.peer))),
            ]
        )
        var won = TestRouter.master()
        #expect(won.hear(100, from: Lab.lowPeer) == [.advertise(.default), .announce(repeats: 5)])
        #expect(won.state == .master)
        var same = TestRouter.master()
        let before = same.router
        #expect(same.hear(100, from: Lab.node) == [])
        #expect(same.router == before)
    }

    @Test("case 73: addresses are compared without sign")
    func unsigned() {
        var test = TestRouter.master()
        let actions = test.router.receive(
            Lab.advertisement(priority: 100),
            from: IPAddress(200, 0, 0, 1),
            localAddress: IPAddress(100, 0, 0, 1),
            at: test.now
        )
        #expect(actions.first == .releaseAddresses)
    }

    @Test("case 75: without preemption a master yields all the same")
    func noPreemption() {
        var test = TestRouter.master { $0.preempt = false }
        test.hear(150)
        #expect(test.state == .backup)
    }

    @Test("case 76: the interval of the winner is learned before the timer is set")
    func learnedInterval() {
        var test = TestRouter.master(version: .v3)
        test.hear(150, interval: 500)
        #expect(test.remaining == .nanoseconds(15_000_000_000 + 3_046_875_000))
    }

    @Test("case 80: a lowered priority is advertised at once, and only an advertisement makes a backup")
    func lowered() {
        var test = TestRouter.master()
        test.run(for: .milliseconds(300))
        #expect(test.router.setPriority(Priority(rawValue: 40), at: test.now) == [.advertise(Priority(rawValue: 40))])
        #expect(test.remaining == .seconds(1))
        let entries = test.run(for: .seconds(60))
        #expect(test.state == .master)
        #expect(entries.actions.contains(.advertise(Priority(rawValue: 40))))
        #expect(!entries.actions.contains(.advertise(.default)))
        test.hear(50)
        #expect(test.state == .backup)
    }

    @Test("case 81: when two masters meet one stays, and announces")
    func twoMasters() {
        var high = TestRouter.master(priority: 150)
        var low = TestRouter.master(priority: 100)
        let answer = high.hear(100, from: Lab.lowPeer)
        #expect(answer == [.advertise(Priority(rawValue: 150)), .announce(repeats: 5)])
        #expect(low.hear(150).first == .releaseAddresses)
        #expect(high.state == .master)
        #expect(low.state == .backup)
    }

    @Test("case 82: of two owners the one with the lower address yields, and takes over when the other leaves")
    func twoOwners() {
        var low = TestRouter.master(priority: 255)
        #expect(low.hear(255, from: Lab.peer).first == .releaseAddresses)
        #expect(low.state == .backup)
        low.hear(0, from: Lab.peer)
        #expect(low.remaining == .nanoseconds(3_906_250))
        var high = TestRouter.master(priority: 255)
        _ = high.hear(255, from: Lab.lowPeer)
        #expect(high.state == .master)
    }

    @Test("lower_prio_no_advert: a lower master is not answered, and the clients are told all the same")
    func noAnswer() {
        var test = TestRouter.master { $0.answersLowerPriority = false }
        #expect(test.hear(50) == [.announce(repeats: 5)])
        #expect(test.run(for: .seconds(3)).advertisements == 3)
    }

    @Test("higher_prio_send_advert: a master that yields says so first, and its successor announces again")
    func lastWord() {
        var low = TestRouter.master { $0.advertisesBeforeYielding = true }
        #expect(low.hear(150).prefix(2) == [.advertise(.default), .releaseAddresses])
        #expect(low.state == .backup)
        var high = TestRouter.master(priority: 150)
        #expect(high.hear(100).contains(.announce(repeats: 5)))
    }

    @Test("garp_extra_if is on an absolute schedule")
    func extraInterfaces() {
        var test = TestRouter.master {
            $0.gratuitousARP.extraInterfaces = .init(interval: .milliseconds(2500), includesOrdinary: false)
        }
        let start = test.elapsed
        let times = test.run(for: .seconds(10)).filter { $0.actions.contains(.announceExtraInterfaces) }.map(\.at)
        #expect(times == [2500, 5000, 7500, 10000].map { start + .milliseconds($0) })
    }

    @Test("case 83: an owner stays master against everybody else", arguments: [UInt8(1), 100, 254])
    func owner(priority: UInt8) {
        var test = TestRouter.master(priority: 255)
        #expect(test.hear(priority).first == .advertise(.owner))
        #expect(test.state == .master)
    }

    // MARK: Announcements

    @Test("case 87: five announcements at once and five after five seconds, or as configured")
    func announcements() {
        var usual = TestRouter.master()
        let start = usual.elapsed
        #expect(
            usual.run(for: .seconds(60)).filter { $0.actions.contains(where: \.isAnnouncement) }
                == [.init(start + .seconds(5), [.advertise(.default), .announce(repeats: 5)])]
        )

        var frugal = TestRouter.backup { settings in
            settings.gratuitousARP.masterRepeat = 1
            settings.gratuitousARP.masterDelay = .zero
        }
        let entries = frugal.run(for: .seconds(60))
        #expect(entries.first?.actions.contains(.announce(repeats: 1)) == true)
        #expect(entries.announcements == 1)
    }

    @Test("announcements are refreshed on an absolute schedule")
    func refresh() {
        var test = TestRouter.master { settings in
            settings.gratuitousARP.masterDelay = .zero
            settings.gratuitousARP.masterRefresh = .milliseconds(2500)
            settings.gratuitousARP.masterRefreshRepeat = 2
        }
        let start = test.elapsed
        let times = test.run(for: .seconds(10)).filter { $0.actions.contains(.announce(repeats: 2)) }.map(\.at)
        #expect(times == [2500, 5000, 7500, 10000].map { start + .milliseconds($0) })
    }

    @Test("case 89: the second burst is not sent by a router that stepped down")
    func burstVanishes() {
        var test = TestRouter.master()
        test.run(for: .seconds(2))
        test.hear(50)
        test.hear(150)
        for _ in 0..<10 {
            test.hear(150)
            #expect(test.run(for: .seconds(1)).isEmpty)
        }
    }

    @Test("a lower master that goes on talking does not put off the second burst")
    func lowerBurst() {
        var test = TestRouter.master { $0.gratuitousARP.masterDelay = .zero }
        var rounds = 0
        let start = test.elapsed
        var bursts: [Duration] = []
        for _ in 0..<120 {
            rounds += test.hear(50).count(where: \.isAnnouncement)
            bursts += test.run(for: .milliseconds(100)).filter { $0.actions.contains(where: \.isAnnouncement) }
                .map(\.at)
        }
        #expect(rounds == 12)
        #expect(bursts == [start + .seconds(5), start + .seconds(10)])
    }

    @Test("case 77: new addresses are announced at once and again after the delay")
    func announceAgain() {
        var test = TestRouter.master()
        test.run(for: .seconds(20))
        let start = test.elapsed
        #expect(test.router.announceAgain(at: test.now) == [.announce(repeats: 5)])
        #expect(
            test.run(for: .seconds(60)).filter { $0.actions.contains(where: \.isAnnouncement) }.map(\.at)
                == [start + .seconds(5)]
        )
        var backup = TestRouter.backup()
        #expect(backup.router.announceAgain(at: backup.now) == [])
    }

    // MARK: Reload

    @Test("case 78: after a reload the next advertisement has the new addresses, at once")
    func newAddresses() {
        var test = TestRouter.master()
        test.run(for: .milliseconds(300))
        var settings = test.router.settings
        settings.addresses = [IPAddress(172, 20, 129, 7)]
        #expect(test.router.reconfigure(settings, at: test.now) == [.advertise(.default)])
        #expect(test.router.advertisement(priority: .default).addresses == settings.addresses)
        #expect(test.remaining == .seconds(1))
    }

    @Test("cases 58, 125: a reload without change, and one of a backup's addresses, do nothing")
    func quietReload() {
        var master = TestRouter.master()
        let before = master.router
        master.sleep(for: .milliseconds(100))
        #expect(master.router.reconfigure(before.settings, at: master.now) == [])
        #expect(master.router == before)

        var backup = TestRouter.backup()
        let deadline = backup.deadline
        var settings = backup.router.settings
        settings.addresses.append(IPAddress(172, 20, 129, 7))
        backup.sleep(for: .milliseconds(100))
        #expect(backup.router.reconfigure(settings, at: backup.now) == [])
        #expect(backup.deadline == deadline)
    }

    @Test("a reload with another interval lets a backup wait the same share of the new time")
    func reloadInterval() {
        var test = TestRouter.backup(version: .v3, priority: 128, interval: 100)
        test.run(for: .milliseconds(1750))  // half of 3.5 s
        var settings = test.router.settings
        settings.advertisementInterval = Lab.interval(10)
        #expect(test.router.reconfigure(settings, at: test.now) == [])
        #expect(test.remaining == .milliseconds(175))
    }

    @Test("a reload does not unlearn the interval of a living master")
    func reloadKeepsLearned() {
        var test = TestRouter.backup(version: .v3)
        test.hear(150, interval: 500)
        let deadline = test.deadline
        var settings = test.router.settings
        settings.advertisementInterval = Lab.interval(10)
        _ = test.router.reconfigure(settings, at: test.now)
        #expect(test.deadline == deadline)
    }

    @Test("the owner's priority comes and goes with the base priority; others wait for tracking")
    func reloadPriority() {
        var test = TestRouter.master()
        var settings = test.router.settings
        settings.basePriority = Priority(rawValue: 150)
        _ = test.router.reconfigure(settings, at: test.now)
        #expect(test.router.effectivePriority == .default)
        settings.basePriority = .owner
        #expect(test.router.reconfigure(settings, at: test.now) == [.advertise(.owner)])
        #expect(test.router.effectivePriority == .owner)
        settings.basePriority = Priority(rawValue: 90)
        _ = test.router.reconfigure(settings, at: test.now)
        #expect(test.router.effectivePriority == Priority(rawValue: 90))
    }
}
