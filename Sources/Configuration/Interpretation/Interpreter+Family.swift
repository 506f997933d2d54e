import Checks
import VRRP

/// Which family an instance is of, and the words that only that decides about.
extension Interpreter {
    /// keepalived: the first virtual address says so, or `native_ipv6`; without both, the addresses it speaks from or to.
    func family(of draft: InstanceDraft) -> AddressFamily {
        if draft.isNativeIPv6 { return .ipv6 }
        let others = [draft.unicastSource, draft.unicastPeers.first, draft.multicastSource, draft.multicastGroup]
        return draft.addresses.first?.address.family
            ?? others.lazy.compactMap { $0?.family }.first
            ?? draft.excludedAddresses.first?.address.family
            ?? .ipv4
    }

    /// keepalived: IPv6 is version 3 whatever `vrrp_version` says of IPv4, unless the instance itself says otherwise.
    func version(of draft: InstanceDraft, _ family: AddressFamily) -> Version {
        draft.version ?? (family == .ipv6 ? .v3 : self.global.version)
    }

    /// Addresses of the other family move to the excluded ones: an advertisement cannot carry them.
    mutating func divideAddresses(of draft: InstanceDraft, _ family: AddressFamily) -> InstanceDraft {
        var divided = draft
        let others = draft.addresses.filter { $0.address.family != family }
        guard !others.isEmpty else { return draft }
        divided.addresses.removeAll { $0.address.family != family }
        divided.excludedAddresses = others + draft.excludedAddresses
        for other in others {
            self.log.warning(
                other.word,
                "instance \(draft.name.quoted) is of \(family), so \(other.word.quoted) is set but not advertised",
                fix: "move it to virtual_ipaddress_excluded, or give it an instance of its own"
            )
        }
        return divided
    }

    /// Peers that an instance can speak to; the others are left out and said so.
    mutating func peers(of draft: InstanceDraft, _ family: AddressFamily) -> [IPAddress] {
        let others = draft.unicastPeers.filter { $0.family != family }
        if let word = draft.unicastWord {
            for other in others {
                self.log.warning(
                    word,
                    "peer \(other) is no \(family) address and instance \(draft.name.quoted) is of \(family); it is ignored",
                    fix: "remove it, or give it an instance of its own"
                )
            }
        }
        return draft.unicastPeers.filter { $0.family == family }
    }

    /// The address an instance was told to speak from, or to: of another family it can be neither.
    mutating func checked(_ address: IPAddress?, _ word: Word?, _ family: AddressFamily) -> IPAddress? {
        guard let address, let word else { return nil }
        guard address.family == family else {
            self.log.error(
                word,
                "\(word.text) \(address) is no \(family) address, and the virtual addresses are of \(family)",
                fix: "write one of \(family), or remove the line"
            )
            return nil
        }
        return address
    }

    /// `mcast_src_ip`, `mcast_dst_ip`, `kernel_rx_buf_size`.
    mutating func settleMulticast(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        let family = instance.router.family
        instance.receiveBuffer = draft.receiveBuffer
        let source = self.checked(draft.multicastSource, draft.multicastSourceWord, family)
        let group = self.checked(draft.multicastGroup, draft.multicastGroupWord, family)
        guard instance.unicast == nil else {
            for word in [draft.multicastSourceWord, draft.multicastGroupWord] {
                guard let word else { continue }
                self.log.warning(word, "\(word.text) has no effect beside unicast_peer", fix: "remove one of the two")
            }
            return
        }
        instance.multicastSource = source
        instance.multicastGroup = group
        if family == .ipv6, let source, !source.isLinkLocal, let word = draft.multicastSourceWord {
            self.log.warning(
                word,
                "mcast_src_ip \(source) is not link-local: baton and others that follow RFC 9568 discard what comes from it",
                fix: "name an address that begins with fe80:, or remove the line"
            )
        }
        if family == .ipv6, let first = instance.router.addresses.first, !first.isLinkLocal {
            self.log.notice(
                draft.addresses.first?.word ?? draft.name,
                "the first address of an IPv6 virtual router should be link-local (RFC 9568 section 5.2.9); "
                    + "hosts use it as their router's"
            )
        }
    }

    /// The words of packets that name an address or a size.
    mutating func readPlaceWord(
        _ keyword: InstancePacketKeyword,
        _ statement: Statement,
        into draft: inout InstanceDraft
    ) {
        switch keyword {
        case .nativeIPv6:
            draft.isNativeIPv6 = self.flag(statement) ?? false
        case .multicastSource:
            draft.multicastSourceWord = statement.keyword
            draft.multicastSource = self.hostAddress(statement)
        case .multicastDestination:
            draft.multicastGroupWord = statement.keyword
            draft.multicastGroup = self.multicastAddress(statement)
        case .receiveBuffer:
            draft.receiveBuffer = self.integer(statement, in: 1...Int(Int32.max / 2))
        case .tracksSource, .unicastTTL, .unicastFaultWithoutPeer, .oldUnicastChecksum, .noVirtualAddress,
            .timerExpired,
            .timerExpiredOld, .extraInterfaces, .extraInterfacesOld, .debug:
            break
        }
    }

    /// An address of one host, of either family.
    mutating func hostAddress(_ statement: Statement) -> IPAddress? {
        guard let word = self.value(of: statement, expected: "an IPv4 or IPv6 address"),
            let address = self.ipAddress(word)
        else { return nil }
        guard address.isHost else {
            self.log.error(word, "\(statement.keyword.text) \(word.quoted) is no address of a single host")
            return nil
        }
        return address
    }

    mutating func multicastAddress(_ statement: Statement) -> IPAddress? {
        guard let word = self.value(of: statement, expected: "a multicast address"), let group = self.ipAddress(word)
        else { return nil }
        guard group.isMulticast else {
            self.log.error(
                word,
                "\(word.quoted) is no multicast address: expected 224.0.0.0 to 239.255.255.255, or one in ff00::/8"
            )
            return nil
        }
        return group
    }

    /// `vrrp_mcast_group4` and `vrrp_mcast_group6`: each of its own family.
    mutating func multicastGroup(_ statement: Statement, _ family: AddressFamily) -> IPAddress? {
        guard let group = self.multicastAddress(statement) else { return nil }
        guard group.family == family else {
            let word = statement.arguments.first ?? statement.keyword
            self.log.error(word, "\(statement.keyword.text) \(word.quoted) is no \(family) address")
            return nil
        }
        return group
    }

    /// `vrrp_rx_bufs_policy MTU|ADVERT|NO|BYTES`.
    mutating func receiveBufferPolicy(_ statement: Statement) -> ReceiveBufferPolicy? {
        guard let word = self.value(of: statement, expected: "MTU, ADVERT, NO or a number of bytes") else { return nil }
        switch word.text {
        case "MTU": return .largestPacket
        case "ADVERT": return .advertisement
        case "NO": return .kernel
        default:
            guard let bytes = Decimal.integer(word.text), (1...Int(Int32.max / 2)).contains(bytes) else {
                self.log.error(
                    word,
                    "\(statement.keyword.text) \(word.quoted) is unknown: expected MTU, ADVERT, NO or a number of bytes"
                )
                return nil
            }
            return .bytes(bytes)
        }
    }
}
