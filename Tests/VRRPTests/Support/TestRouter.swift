import VRRP

/// A virtual router with a clock of its own: what it does is a transcript of times and actions.
struct TestRouter {
    /// Something the router did, and when.
    struct Entry: Equatable {
        let at: Duration
        let actions: [Action]

        init(_ at: Duration, _ actions: [Action]) {
            self.at = at
            self.actions = actions
        }
    }

    /// Not zero, so that nothing depends on where the clock began.
    static let epoch = Instant(nanoseconds: 7_123_456_789_012)

    var router: VirtualRouter
    private(set) var elapsed: Duration = .zero

    init(
        version: Version = .v2,
        priority: UInt8 = 100,
        interval: Int = 100,
        configure: (inout VirtualRouterSettings) -> Void = { _ in }
    ) {
        var settings = Lab.settings(version: version, priority: priority, interval: interval)
        configure(&settings)
        self.router = VirtualRouter(settings: settings)
    }

    /// A router that has started and found nobody.
    static func master(
        version: Version = .v2,
        priority: UInt8 = 100,
        interval: Int = 100,
        configure: (inout VirtualRouterSettings) -> Void = { _ in }
    ) -> TestRouter {
        var test = TestRouter(version: version, priority: priority, interval: interval, configure: configure)
        _ = test.router.start(at: test.now)
        if let deadline = test.router.deadline, test.state == .backup {
            _ = test.run(until: deadline - Self.epoch)
        }
        return test
    }

    /// A router that has started.
    static func backup(
        version: Version = .v2,
        priority: UInt8 = 100,
        interval: Int = 100,
        configure: (inout VirtualRouterSettings) -> Void = { _ in }
    ) -> TestRouter {
        var test = TestRouter(version: version, priority: priority, interval: interval, configure: configure)
        _ = test.router.start(at: test.now)
        return test
    }

    var now: Instant { Self.epoch + self.elapsed }
    var state: VirtualRouter.StateName { self.router.state.name }
    /// From the epoch; nil = nothing to wait for.
    var deadline: Duration? { self.router.deadline.map { $0 - Self.epoch } }
    /// From now; nil = nothing to wait for.
    var remaining: Duration? { self.router.deadline.map { $0 - self.now } }

    mutating func start() -> [Action] { self.router.start(at: self.now) }

    @discardableResult
    mutating func hear(
        _ priority: UInt8,
        from source: IPAddress = Lab.peer,
        interval: Int? = nil
    ) -> [Action] {
        let advertisement = Lab.advertisement(
            version: self.router.settings.version,
            priority: priority,
            interval: interval ?? self.router.settings.advertisementInterval.centiseconds
        )
        return self.router.receive(advertisement, from: source, localAddress: Lab.node, at: self.now)
    }

    /// A whole IP packet, judged by the policy first; the reason when it was refused.
    @discardableResult
    mutating func receive(_ bytes: [UInt8], policy: AcceptancePolicy) -> DiscardReason? {
        do throws(DiscardReason) {
            let packet = try ReceivedPacket(parsing: bytes.span)
            let accepted = try packet.advertisement(for: policy)
            _ = self.router.receive(
                accepted.advertisement,
                from: accepted.source,
                localAddress: Lab.node,
                at: self.now
            )
            return nil
        } catch {
            return error
        }
    }

    /// Lets time pass up to `end` after the epoch, serving each deadline on time.
    @discardableResult
    mutating func run(until end: Duration) -> [Entry] {
        var entries: [Entry] = []
        while let deadline = self.deadline, deadline <= end {
            self.elapsed = max(self.elapsed, deadline)
            let actions = self.router.expire(at: self.now)
            entries.append(Entry(self.elapsed, actions))
            precondition(!actions.isEmpty || self.deadline != deadline, "a deadline must have something to do")
        }
        self.elapsed = max(self.elapsed, end)
        return entries
    }

    @discardableResult
    mutating func run(for time: Duration) -> [Entry] {
        self.run(until: self.elapsed + time)
    }

    /// Time passes and nobody looks.
    mutating func sleep(for time: Duration) {
        self.elapsed += time
    }
}

extension [TestRouter.Entry] {
    var actions: [Action] { self.flatMap(\.actions) }
    var advertisements: Int { self.actions.count(where: \.isAdvertisement) }
    /// How many rounds of gratuitous ARP, whatever their repeats.
    var announcements: Int { self.actions.count(where: \.isAnnouncement) }
}

extension Action {
    var isAdvertisement: Bool {
        if case .advertise = self { true } else { false }
    }

    var isAnnouncement: Bool {
        if case .announce = self { true } else { false }
    }
}
