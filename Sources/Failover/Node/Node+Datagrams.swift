import Configuration
import VRRP

extension Node {
    /// A packet from the network. One that is refused moves nothing but a counter of the reason.
    mutating func received(
        index: Int32,
        at now: Instant,
        parse: () throws(DiscardReason) -> ReceivedPacket
    ) {
        guard self.phase == .running || self.phase == .stopping else { return }
        let packet: ReceivedPacket
        do {
            packet = try parse()
        } catch {
            self.stray(error, from: nil, at: now)
            return
        }
        guard let virtualRouterID = packet.virtualRouterID,
            let candidates = self.routes[
                Route(interfaceIndex: index, family: packet.source.family, virtualRouterID: virtualRouterID)
            ]
        else {
            self.stray(.unknownVRID, from: packet.source, at: now)
            return
        }
        var refusal: (Int, DiscardReason)?
        for candidate in candidates {
            do throws(DiscardReason) {
                var policy = self.instances[candidate].policy
                policy.ownerMaySpeak = !self.instances[candidate].holdsAddresses
                if self.instances[candidate].configuration.skipsAddressCheck {
                    policy.knownMaster = self.instances[candidate].router.currentMaster?.address
                }
                policy.receivedAt = self.utc
                let accepted = try packet.advertisement(for: policy)
                guard self.instances[candidate].isNew(accepted, at: self.utc) else { throw .authenticationReplayed }
                self.accepted(accepted, by: candidate, at: now)
                return
            } catch {
                // Of several instances with one VRID and disjoint peers, the one that got furthest tells the reason.
                if refusal == nil || error != .notAPeer {
                    refusal = (candidate, error)
                }
            }
        }
        if let (candidate, reason) = refusal {
            self.discard(reason, by: candidate, from: packet.source, at: now)
        }
    }

    private mutating func accepted(_ accepted: AcceptedAdvertisement, by index: Int, at now: Instant) {
        guard let source = self.instances[index].source else {
            self.discard(.notReady, by: index, from: accepted.source, at: now)
            return
        }
        switch self.instances[index].router.state {
        case .initialize, .fault:
            self.noteMaster(accepted.advertisement, from: accepted.source, by: index, at: now)
            self.discard(.notReady, by: index, from: accepted.source, at: now)
            return
        case .backup, .master, .resigning:
            break
        }
        self.lookForRivalOwner(accepted, index, at: now)
        let router = self.instances[index].router
        if router.settings.ownerIgnoresAdvertisements, router.effectivePriority == .owner {
            self.discard(.ownerIgnores, by: index, from: accepted.source, at: now)
            return
        }
        self.instances[index].counters.received += 1
        if accepted.advertisement.priority == .resign {
            self.instances[index].counters.priorityZeroReceived += 1
        }
        for note in accepted.notes {
            self.instances[index].counters.remarks[note.rawValue, default: 0] += 1
        }
        if let sequence = accepted.sequence, accepted.notes.contains(.clockSkew) {
            self.warnOfSkew(of: sequence, from: accepted.source, index, at: now)
        }
        if accepted.notes.contains(.differentAddresses) {
            self.warnOfOtherAddresses(in: accepted, index, at: now)
        }
        let wasMaster = self.instances[index].isMaster
        let priority = accepted.advertisement.priority
        self.noteMaster(accepted.advertisement, from: accepted.source, by: index, at: now)
        let actions = self.instances[index].router.receive(
            accepted.advertisement,
            from: accepted.source,
            localAddress: source,
            at: now
        )
        self.perform(actions, of: index, at: now)
        if wasMaster { self.noteMaster(accepted.advertisement, from: accepted.source, by: index, at: now) }
        self.noteSuccessor(index)
        if self.instances[index].group != nil {
            self.touchGroup(of: index)
            let announces = actions.contains { if case .announce = $0 { true } else { false } }
            if announces, self.instances[index].isMaster { self.announceGroup(of: index, at: now) }
        }
        if wasMaster, self.instances[index].isMaster, priority != .resign {
            self.heardLowerPriority(index, at: now)
        }
        self.settle(at: now)
    }

    /// Two nodes with priority 255 are a mistake in one of the configurations: the addresses belong to one node only. As
    /// the election goes on (RFC 9568, erratum 8298), nothing but a message tells of it.
    private mutating func lookForRivalOwner(_ accepted: AcceptedAdvertisement, _ index: Int, at now: Instant) {
        let router = self.instances[index].router
        guard router.settings.basePriority == .owner, accepted.advertisement.priority == .owner,
            accepted.source != self.instances[index].source
        else { return }
        self.instances[index].counters.rivalOwners += 1
        guard self.instances[index].rivalLog.allows(at: now) else { return }
        let consequence =
            router.settings.ownerIgnoresAdvertisements
            ? "as owner_ignore_adverts has both deaf, both hold them" : "the one with the higher address is master"
        self.effects.append(
            .log(
                LogLine(
                    .warning,
                    "\(accepted.source) advertises priority 255, too, so two nodes take themselves for the owner of these "
                        + "addresses; \(consequence): lower the priority of all nodes but one to 254",
                    instance: self.instances[index].name
                )
            )
        )
    }

    private mutating func discard(_ reason: DiscardReason, by index: Int, from source: IPAddress, at now: Instant) {
        self.instances[index].counters.count(reason)
        // Before the instance competes this is the ordinary course of things.
        guard reason != .notReady, reason != .ownerIgnores else { return }
        var limit = self.instances[index].discardLog[reason] ?? Self.discardLogLimit
        if limit.allows(at: now) {
            self.log(reason, from: source, suppressed: limit.takeHeldBack(), instance: self.instances[index].name)
        }
        self.instances[index].discardLog[reason] = limit
    }

    private mutating func stray(_ reason: DiscardReason, from source: IPAddress?, at now: Instant) {
        self.strayPackets[reason, default: 0] += 1
        // Other virtual routers of the link are the ordinary course of things.
        guard reason != .unknownVRID || self.configuration.global.logsUnknownIDs else { return }
        var limit = self.strayLog[reason] ?? Self.discardLogLimit
        if limit.allows(at: now) {
            self.log(reason, from: source, suppressed: limit.takeHeldBack(), instance: nil)
        }
        self.strayLog[reason] = limit
    }

    /// One line per reason and instance every ten seconds, whatever the network sends.
    private static let discardLogLimit = RateLimit(limit: 1, per: .seconds(10))

    private mutating func log(
        _ reason: DiscardReason,
        from source: IPAddress?,
        suppressed: UInt64,
        instance: String?
    ) {
        let origin = source.map { " from \($0)" } ?? ""
        let more = suppressed > 0 ? " (and \(suppressed) more)" : ""
        self.effects.append(
            .log(LogLine(.warning, "discarded a packet\(origin): \(reason.rawValue)\(more)", instance: instance))
        )
    }
}
