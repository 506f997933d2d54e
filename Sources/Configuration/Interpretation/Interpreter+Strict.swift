import VRRP

extension Interpreter {
    /// `vrrp_strict` and `strict_mode`: what the RFC does not know is taken out of the instance, with a warning each;
    /// what keepalived ends itself for is an error.
    mutating func applyStrictMode(to draft: inout InstanceDraft) {
        guard self.isStrict(draft) else { return }
        let priority = draft.priority ?? (draft.startsAsMaster ? 255 : 100)
        if draft.startsAsMaster != (priority == 255), let word = draft.stateWord {
            self.warnStrict(word, "state is \(priority == 255 ? "MASTER" : "BACKUP") with priority \(priority)")
        }
        draft.startsAsMaster = priority == 255
        if draft.version == .v2, self.family(of: draft) == .ipv6 {
            self.warnStrict(draft.name, "IPv6 is version 3")
            draft.version = .v3
        }
        if let word = draft.authenticationWord {
            self.warnStrict(word, "authentication is not part of VRRP any more and is not used")
            draft.authenticationWord = nil
        }
        if let block = draft.messageAuthentication, block.mode != .enforce {
            self.warnStrict(block.modeWord ?? block.word, "the mode of auth_hmac is enforce")
            draft.messageAuthentication?.mode = .enforce
        }
        if let word = draft.unicastWord {
            self.log.error(
                word,
                "strict mode knows no unicast",
                fix: "remove unicast_peer, or turn off strict_mode or vrrp_strict"
            )
        }
        if let word = draft.preemptDelayWord, draft.preemptDelay != .zero {
            self.warnStrict(word, "preempt_delay is not used")
        }
        draft.preemptDelay = nil
        draft.preemptDelayWord = nil
        if let count = draft.downTimerAdvertisements, count != 3, let word = draft.downTimerWord {
            self.warnStrict(word, "down_timer_adverts is 3")
        }
        draft.downTimerAdvertisements = 3
        draft.announcements.lowerPriorityDelay = .zero
        draft.announcements.lowerPriorityRepeat = 0
        if draft.addresses.isEmpty {
            self.log.error(
                draft.name,
                "instance \(draft.name.quoted) needs a virtual_ipaddress in strict mode",
                fix: "add one, or turn off strict_mode or vrrp_strict"
            )
        }
        // Accept_Mode is false unless the address is the node's own (RFC 9568 section 6.1).
        draft.acceptsTraffic = priority == 255
        if let word = draft.transmitFromBase {
            self.warnStrict(word, "vmac_xmit_base is off: advertisements carry the virtual MAC address")
            draft.transmitFromBase = nil
        }
        if let virtual = draft.virtualInterface, virtual.hardwareAddress != nil {
            self.warnStrict(virtual.word, "the virtual MAC address is the one of virtual_router_id")
            draft.virtualInterface?.hardwareAddress = nil
        }
        for (keyword, forced) in Self.forced where draft.protocolWords[keyword] == !forced {
            self.warnStrict(draft.protocolWords.word(of: keyword) ?? draft.name, "\(keyword.rawValue) is \(forced)")
        }
    }

    private static let forced: [(ProtocolKeyword, Bool)] = [
        (.lowerPriorityNoAdvertisement, true), (.higherPrioritySendAdvertisement, false),
        (.ownerIgnoresAdvertisements, true),
    ]

    private mutating func warnStrict(_ word: Word, _ what: String) {
        self.log.warning(word, "in strict mode \(what)", fix: "remove the line, or turn off strict_mode or vrrp_strict")
    }
}
