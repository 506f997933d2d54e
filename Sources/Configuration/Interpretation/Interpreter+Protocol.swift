import Checks
import VRRP

extension Interpreter {
    mutating func readPacketWord(
        _ keyword: InstancePacketKeyword,
        _ statement: Statement,
        into draft: inout InstanceDraft
    ) {
        switch keyword {
        case .tracksSource:
            draft.tracksSourceWord = self.flag(statement) == true ? statement.keyword : nil
        case .unicastTTL:
            guard let number = self.integer(statement, in: 0...255) else { return }
            if number == 0 {
                self.log.warning(statement.keyword, "a packet with unicast_ttl 0 reaches nobody, so 1 is used")
            }
            draft.unicastTTL = UInt8(max(1, number))
            draft.unicastTTLWord = statement.arguments.first
        case .unicastFaultWithoutPeer:
            draft.unicastFaultWithoutPeer = self.flag(statement) ?? false
            // Never multicast, also without any unicast_peer; as with keepalived.
            if draft.unicastFaultWithoutPeer { draft.unicastWord = draft.unicastWord ?? statement.keyword }
        case .oldUnicastChecksum:
            self.readOldChecksum(statement, into: &draft)
        case .noVirtualAddress:
            draft.noVirtualAddress = self.flag(statement) ?? false
        case .timerExpired, .timerExpiredOld:
            draft.timerExpiredWord = statement.keyword
            self.warnOfExcess(statement, after: 1)
            // Without a number, the router that waits longest of all.
            draft.timerExpiredRival = statement.arguments.isEmpty ? 1 : self.integer(statement, in: 1...254)
        case .extraInterfaces, .extraInterfacesOld:
            draft.announcements.extraInterfaces = self.extraInterfaces(statement, from: 0)
        case .debug:
            // keepalived keeps the number and never looks at it.
            _ = self.integer(statement, in: 0...4)
        case .nativeIPv6, .multicastSource, .multicastDestination, .receiveBuffer:
            self.readPlaceWord(keyword, statement, into: &draft)
        }
    }

    mutating func readGlobalPacketWord(_ keyword: GlobalPacketKeyword, _ statement: Statement) {
        let limit: Duration = .seconds(86_400)
        switch keyword {
        case .minimalAnnouncements:
            self.globalAnnouncements.isMinimal = self.flag(statement) ?? false
        case .extraInterfaces, .extraInterfacesOld:
            self.globalAnnouncements.extraInterfaces = self.extraInterfaces(statement, from: 1)
        case .neighborAdvertisementInterval:
            if let interval = self.seconds(statement, in: Self.announcementPauses) {
                self.global.neighborAdvertisementInterval = interval
            }
        case .logUnknownIDs:
            self.global.logsUnknownIDs = self.flag(statement) ?? false
        case .startupDelay:
            if let delay = self.seconds(statement, in: .milliseconds(1)...limit) { self.global.startupDelay = delay }
        case .delayAfterBoot:
            if let delay = self.seconds(statement, in: .milliseconds(1)...limit) { self.global.delayAfterBoot = delay }
        case .multicastGroup6:
            if let group = self.multicastGroup(statement, .ipv6)?.ipv6 { self.global.multicastGroup6 = group }
        case .receiveBufferPolicy:
            if let policy = self.receiveBufferPolicy(statement) { self.global.receiveBufferPolicy = policy }
        case .receiveBufferMultiplier:
            if let count = self.integer(statement, in: 1...1000) { self.global.receiveBufferMultiplier = count }
        }
    }

    private mutating func readOldChecksum(_ statement: Statement, into draft: inout InstanceDraft) {
        self.warnOfExcess(statement, after: 1)
        switch statement.arguments.first?.text {
        case nil:
            draft.oldUnicastChecksum = statement.keyword
        case "never":
            // Nothing that is received ever changes what is sent, so there is nothing to forbid.
            draft.oldUnicastChecksum = nil
        case .some:
            self.log.error(statement.arguments[0], "old_unicast_checksum expects never or nothing")
        }
    }

    /// `[all] SECONDS`.
    private mutating func extraInterfaces(
        _ statement: Statement,
        from least: Int
    ) -> GratuitousARPSettings.ExtraInterfaces? {
        if statement.keyword.text.hasSuffix("vmac_garp_intvl") {
            let new = statement.keyword.text.hasPrefix("vrrp_") ? "vrrp_garp_extra_if" : "garp_extra_if"
            self.log.warning(statement.keyword, "\(statement.keyword.text) is deprecated", fix: "write \(new)")
        }
        let includesOrdinary = statement.arguments.first?.text == "all"
        let index = includesOrdinary ? 1 : 0
        guard statement.arguments.count > index else {
            self.log.error(
                statement.keyword,
                "\(statement.keyword.quoted) needs seconds from \(least) to 86400, behind 'all' for every interface"
            )
            return nil
        }
        self.warnOfExcess(statement, after: index + 1)
        let number = self.integer(statement.arguments[index], of: statement.keyword.text, in: least...86_400)
        return number.map {
            GratuitousARPSettings.ExtraInterfaces(interval: .seconds($0), includesOrdinary: includesOrdinary)
        }
    }

    /// What an instance says, or `global_defs` for all.
    func value(of keyword: ProtocolKeyword, in draft: InstanceDraft) -> Bool? {
        draft.protocolWords[keyword] ?? self.globalProtocol[keyword]
    }

    func word(of keyword: ProtocolKeyword, in draft: InstanceDraft) -> Word {
        draft.protocolWords.word(of: keyword) ?? self.globalProtocol.word(of: keyword) ?? draft.name
    }

    func isStrict(_ draft: InstanceDraft) -> Bool { self.value(of: .strict, in: draft) ?? false }

    /// The words of ``ProtocolKeyword`` and ``InstancePacketKeyword`` as they come out for one instance.
    mutating func settleProtocol(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        let isStrict = self.isStrict(draft)
        instance.isStrict = isStrict
        instance.router.answersLowerPriority =
            !isStrict && !(self.value(of: .lowerPriorityNoAdvertisement, in: draft) ?? false)
        instance.router.advertisesBeforeYielding =
            !isStrict && self.value(of: .higherPrioritySendAdvertisement, in: draft) ?? false
        instance.router.ownerIgnoresAdvertisements =
            isStrict || self.value(of: .ownerIgnoresAdvertisements, in: draft) ?? false
        instance.skipsAddressCheck = self.value(of: .skipCheckAddresses, in: draft) ?? false
        instance.mayHaveNoAddress = draft.noVirtualAddress && !isStrict
        if let rival = draft.timerExpiredRival, let word = draft.timerExpiredWord {
            if instance.router.preempt {
                self.log.warning(word, "\(word.text) is ignored without nopreempt", fix: "add nopreempt, or remove it")
            } else {
                instance.router.timerExpiredRival = Priority(rawValue: UInt8(rival))
            }
        }
        self.settleChecksum(of: draft, in: &instance)
        self.settleUnicast(of: draft, in: &instance)
    }

    private mutating func settleChecksum(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        let isMessageOnly = self.value(of: .messageOnlyChecksum, in: draft) ?? false
        if let word = draft.oldUnicastChecksum {
            if instance.router.version != .v3 || instance.unicast == nil {
                self.log.warning(word, "old_unicast_checksum concerns unicast of version 3 only; it is ignored")
            } else if isMessageOnly {
                self.log.warning(word, "old_unicast_checksum is ignored beside v3_checksum_as_v2")
            } else {
                instance.checksum = .multicastPseudoHeader
            }
        }
        if isMessageOnly { instance.checksum = .messageOnly }
    }

    private mutating func settleUnicast(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        self.settleSourceTracking(of: draft, in: &instance)
        guard let peers = instance.unicast?.peers else { return }
        instance.unicast?.timeToLive = draft.unicastTTL ?? 255
        instance.unicast?.timeToLiveRanges = draft.timeToLiveRanges.filter { peers.contains($0.key) }
        // Who gives peers a range of their own knows what they must do as well.
        if let word = draft.unicastTTLWord, instance.unicast?.timeToLive != 255, draft.timeToLiveRanges.isEmpty {
            self.log.warning(
                word,
                "peers that run baton take 255 only, and discard what instance \(draft.name.quoted) sends with unicast_ttl "
                    + word.quoted,
                fix: "remove it, or write min_ttl behind this node's address in the unicast_peer of each of them"
            )
        }
        guard self.value(of: .checkUnicastSource, in: draft) == false else { return }
        if !draft.timeToLiveRanges.isEmpty {
            self.log.warning(
                self.word(of: .checkUnicastSource, in: draft),
                "check_unicast_src stays on in instance \(draft.name.quoted): min_ttl and max_ttl are of peers, and no "
                    + "others are heard",
                fix: "remove one of the two"
            )
            return
        }
        instance.unicast?.checksSource = false
        self.log.warning(
            self.word(of: .checkUnicastSource, in: draft),
            "with check_unicast_src off any host that can reach this one may take the addresses of instance "
                + draft.name.quoted,
            fix: "name every node in unicast_peer and remove the word"
        )
    }

    /// keepalived drops the word, too, where no address is written that could be missing.
    private mutating func settleSourceTracking(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        guard let word = draft.tracksSourceWord else { return }
        guard draft.unicastSourceWord != nil || draft.multicastSourceWord != nil else {
            self.log.warning(
                word,
                "track_src_ip has no effect: instance \(draft.name.quoted) names no source address",
                fix: "add unicast_src_ip or mcast_src_ip, or remove it"
            )
            return
        }
        instance.tracksSource = true
    }
}
