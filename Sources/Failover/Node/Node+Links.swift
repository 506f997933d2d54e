import Configuration
import VRRP

extension Node {
    /// keepalived polls links once a second.
    static let pollInterval = Duration.seconds(1)

    /// What the kernel says of an interface before it says that it is gone comes within this time.
    static let ownInterfaceGrace = Duration.milliseconds(20)

    /// Whether a link counts as up after the kernel, or a poll, said that it is: a change counts when it has lasted as long
    /// as `interface_up_down_delays` says, and one that is taken back meanwhile never happened.
    ///
    /// - Parameter before: What it counted as until now; nil = it was not known.
    mutating func settled(_ isUp: Bool, after before: Bool?, of name: String, index: Int32, at now: Instant) -> Bool {
        guard let before, before != isUp, self.phase == .running else {
            self.unsettledLinks[index] = nil
            return isUp
        }
        let delay = isUp ? self.upDelay(of: name) : self.downDelay(of: name)
        guard delay > .zero else {
            self.unsettledLinks[index] = nil
            return isUp
        }
        // It may be told again while it waits, for another reason.
        if self.unsettledLinks[index] == nil {
            self.unsettledLinks[index] = UnsettledLink(isUp: isUp, until: now + delay)
        }
        return before
    }

    private func upDelay(of name: String) -> Duration {
        guard let delay = self.configuration.global.links.delays[name] else { return .zero }
        // One delay for both is shortened for both, as in keepalived.
        return delay.up == delay.down ? self.downDelay(of: name) : delay.up
    }

    /// Never as long as peers wait for an advertisement, at the interval of whoever is master now.
    private func downDelay(of name: String) -> Duration {
        // The kernel says that an interface is down before it says that it is gone, and then it is made again.
        if self.ownInterfaces[name] != nil { return Self.ownInterfaceGrace }
        guard var delay = self.configuration.global.links.delays[name]?.down else { return .zero }
        for instance in self.instances where instance.configuration.interface == name {
            var interval: AdvertisementInterval?
            if case .backup(let backup) = instance.router.state { interval = backup.masterInterval }
            delay = min(delay, instance.configuration.longestDownDelay(at: interval))
        }
        return max(delay, .zero)
    }

    /// Lets changes count that have lasted long enough.
    mutating func settleLinks(at now: Instant) {
        for (index, unsettled) in self.unsettledLinks.sorted(by: { $0.key < $1.key }) where unsettled.until <= now {
            self.unsettledLinks[index] = nil
            self.cause = nil
            guard var interface = self.interfaces[index] else { continue }
            interface.isUp = unsettled.isUp
            self.interfaces[index] = interface
            self.linkSettled(interface.name, isUp: unsettled.isUp, at: now)
        }
    }

    mutating func linkPolled(_ index: Int32, isUp: Bool, at now: Instant) {
        guard var interface = self.interfaces[index],
            self.configuration.global.links.probe(of: interface.name) != nil
        else { return }
        self.polledLinks[index] = isUp
        let before = interface.isUp
        interface.isUp = self.settled(isUp, after: before, of: interface.name, index: index, at: now)
        guard interface.isUp != before else { return }
        self.interfaces[index] = interface
        self.linkSettled(interface.name, isUp: interface.isUp, at: now)
    }

    /// What the kernel says of a link, unless the configuration would rather believe polling.
    func believed(_ isUp: Bool, of name: String, index: Int32) -> Bool {
        guard self.configuration.global.links.probe(of: name) != nil else { return isUp }
        return self.polledLinks[index] ?? isUp
    }

    private mutating func linkSettled(_ name: String, isUp: Bool, at now: Instant) {
        guard self.phase != .waiting else { return }
        if self.concernsAnybody(name) {
            self.record(.linkChanged(interface: name, isUp: isUp), at: now)
        }
        self.itemsMayHaveChanged(at: now)
        self.rebindAll(at: now)
    }

    /// Asks for the polled links that concern an instance, once a second.
    mutating func pollLinks(at now: Instant) {
        guard self.phase == .running, self.nextPoll.map({ $0 <= now }) ?? true else { return }
        let links = self.configuration.global.links
        guard links.pollsAll || !links.probes.isEmpty else {
            self.nextPoll = nil
            return
        }
        let polled: [PolledLink] = self.interfaces.values.sorted { $0.index < $1.index }.compactMap { interface in
            guard let probe = links.probe(of: interface.name), self.concernsAnybody(interface.name) else { return nil }
            return PolledLink(interface: interface.name, index: interface.index, probe: probe)
        }
        self.nextPoll = now + Self.pollInterval
        if !polled.isEmpty { self.effects.append(.pollLinks(polled)) }
    }
}
