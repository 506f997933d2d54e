import Testing
import VRRP

/// Every event in every state: where it leads, and what is asked of the world on the way.
@Suite struct StateEventGridTests {
    enum Event: String, CaseIterable, Sendable {
        case start, fail, recover, resign, abandon, resumeMaster, resumeBackup, announceAgain
        case priorityUp, priorityDown, reconfigure, reconfigureToOwner
        case hearHigher, hearLower, hearEqualHigherAddress, hearEqualLowerAddress, hearZero
        case expireEarly, expireLate
    }

    typealias StateName = VirtualRouter.StateName

    /// What an event leads to; `advertisements` counts priority 0 as well.
    struct Outcome: Equatable {
        let state: StateName
        var advertisements = 0
        var resignations = 0
        var acquires = 0
        var releases = 0
        var announces = 0
    }

    @Test(arguments: StateName.allCases, Event.allCases)
    func grid(state: StateName, event: Event) {
        var router = Self.router(in: state)
        #expect(router.state.name == state)
        let now = Self.now(event, router)
        let actions = Self.apply(event, to: &router, at: now)
        let outcome = Outcome(
            state: router.state.name,
            advertisements: actions.count(where: \.isAdvertisement),
            resignations: actions.count { $0 == .advertise(.resign) },
            acquires: actions.count { $0 == .acquireAddresses },
            releases: actions.count { $0 == .releaseAddresses },
            announces: actions.count(where: \.isAnnouncement)
        )
        #expect(outcome == Self.expected(event, in: state))
        Self.checkLaws(from: state, to: router, actions: actions, at: now)
    }

    /// What holds for every cell.
    private static func checkLaws(from state: StateName, to router: VirtualRouter, actions: [Action], at now: Instant) {
        let transitions = actions.compactMap { action in
            if case .transition(let transition) = action { transition } else { nil as Transition? }
        }
        if state == router.state.name {
            #expect(transitions.isEmpty)
        } else {
            #expect(transitions.map(\.from) == [state])
            #expect(transitions.map(\.to) == [router.state.name])
            #expect(actions.last == transitions.map(Action.transition).first)
        }
        // Addresses are held exactly in master and resigning.
        let held = state == .master || state == .resigning
        let holds = router.state.name == .master || router.state.name == .resigning
        #expect(actions.contains(.releaseAddresses) == (held && !holds))
        if actions.contains(.acquireAddresses) { #expect(!held && holds) }
        // Whatever is due is in the future once it was served.
        if let deadline = router.deadline { #expect(deadline > now) }
        switch router.state.name {
        case .initialize, .fault: #expect(router.deadline == nil)
        case .backup, .master, .resigning: #expect(router.deadline != nil)
        }
    }

    private static func router(in state: StateName) -> VirtualRouter {
        var test = TestRouter(priority: 100)
        switch state {
        case .initialize:
            break
        case .backup:
            _ = test.start()
        case .master:
            test = .master(priority: 100)
        case .resigning:
            test = .master(priority: 100)
            _ = test.router.resign(at: test.now)
        case .fault:
            _ = test.router.fail(at: test.now)
        }
        return test.router
    }

    private static func now(_ event: Event, _ router: VirtualRouter) -> Instant {
        let deadline = router.deadline ?? TestRouter.epoch + .seconds(10)
        return event == .expireLate ? deadline + .milliseconds(1) : deadline - .milliseconds(100)
    }

    private static func apply(_ event: Event, to router: inout VirtualRouter, at now: Instant) -> [Action] {
        var settings = router.settings
        func hear(_ priority: UInt8, from source: IPAddress) -> [Action] {
            router.receive(
                Lab.advertisement(priority: priority),
                from: source,
                localAddress: Lab.node,
                at: now
            )
        }
        switch event {
        case .start: return router.start(at: now)
        case .fail: return router.fail(at: now)
        case .recover: return router.recover(at: now)
        case .resign: return router.resign(at: now)
        case .abandon: return router.abandon(at: now)
        case .resumeMaster: return router.resumeMaster(at: now)
        case .resumeBackup: return router.resumeBackup(masterInterval: .default, at: now)
        case .announceAgain: return router.announceAgain(at: now)
        case .priorityUp: return router.setPriority(Priority(rawValue: 101), at: now)
        case .priorityDown: return router.setPriority(Priority(rawValue: 99), at: now)
        case .reconfigure:
            settings.masterDownAdvertisements = 4
            return router.reconfigure(settings, at: now)
        case .reconfigureToOwner:
            settings.basePriority = .owner
            return router.reconfigure(settings, at: now)
        case .hearHigher: return hear(101, from: Lab.peer)
        case .hearLower: return hear(99, from: Lab.peer)
        case .hearEqualHigherAddress: return hear(100, from: Lab.peer)
        case .hearEqualLowerAddress: return hear(100, from: Lab.lowPeer)
        case .hearZero: return hear(0, from: Lab.peer)
        case .expireEarly, .expireLate: return router.expire(at: now)
        }
    }

    private static func expected(_ event: Event, in state: StateName) -> Outcome {
        switch state {
        case .initialize: self.fromInitialize(event)
        case .backup: self.fromBackup(event)
        case .master: self.fromMaster(event)
        case .resigning: self.fromResigning(event)
        case .fault: self.fromFault(event)
        }
    }

    private static func fromInitialize(_ event: Event) -> Outcome {
        switch event {
        case .start, .resumeBackup:
            Outcome(state: .backup)
        case .resumeMaster:
            Outcome(state: .master, advertisements: 1, announces: 1)
        case .fail:
            Outcome(state: .fault)
        case .recover, .resign, .abandon, .announceAgain, .priorityUp, .priorityDown, .reconfigure,
            .reconfigureToOwner, .hearHigher, .hearLower, .hearEqualHigherAddress, .hearEqualLowerAddress, .hearZero,
            .expireEarly, .expireLate:
            Outcome(state: .initialize)
        }
    }

    private static func fromBackup(_ event: Event) -> Outcome {
        switch event {
        case .reconfigureToOwner, .expireLate:
            Outcome(state: .master, advertisements: 1, acquires: 1, announces: 1)
        case .fail:
            Outcome(state: .fault)
        case .resign, .abandon:
            Outcome(state: .initialize)
        case .start, .recover, .resumeMaster, .resumeBackup, .announceAgain, .priorityUp, .priorityDown, .reconfigure,
            .hearHigher, .hearLower, .hearEqualHigherAddress, .hearEqualLowerAddress, .hearZero, .expireEarly:
            Outcome(state: .backup)
        }
    }

    private static func fromMaster(_ event: Event) -> Outcome {
        switch event {
        case .fail:
            Outcome(state: .fault, advertisements: 1, resignations: 1, releases: 1)
        case .abandon:
            Outcome(state: .initialize, advertisements: 1, resignations: 1, releases: 1)
        case .resign:
            Outcome(state: .resigning, advertisements: 1, resignations: 1)
        case .hearHigher, .hearEqualHigherAddress:
            Outcome(state: .backup, releases: 1)
        case .hearLower, .hearEqualLowerAddress:
            Outcome(state: .master, advertisements: 1, announces: 1)
        case .priorityUp, .priorityDown, .reconfigure, .reconfigureToOwner, .hearZero, .expireLate:
            Outcome(state: .master, advertisements: 1)
        case .announceAgain:
            Outcome(state: .master, announces: 1)
        case .start, .recover, .resumeMaster, .resumeBackup, .expireEarly:
            Outcome(state: .master)
        }
    }

    private static func fromResigning(_ event: Event) -> Outcome {
        switch event {
        case .fail:
            Outcome(state: .fault, advertisements: 1, resignations: 1, releases: 1)
        case .abandon, .expireLate:
            Outcome(state: .initialize, releases: 1)
        case .start, .recover, .resign, .resumeMaster, .resumeBackup, .announceAgain, .priorityUp, .priorityDown,
            .reconfigure, .reconfigureToOwner, .hearHigher, .hearLower, .hearEqualHigherAddress,
            .hearEqualLowerAddress, .hearZero, .expireEarly:
            Outcome(state: .resigning)
        }
    }

    private static func fromFault(_ event: Event) -> Outcome {
        switch event {
        case .start, .recover:
            Outcome(state: .backup)
        case .resign, .abandon:
            Outcome(state: .initialize)
        case .fail, .resumeMaster, .resumeBackup, .announceAgain, .priorityUp, .priorityDown, .reconfigure,
            .reconfigureToOwner, .hearHigher, .hearLower, .hearEqualHigherAddress, .hearEqualLowerAddress, .hearZero,
            .expireEarly, .expireLate:
            Outcome(state: .fault)
        }
    }
}
