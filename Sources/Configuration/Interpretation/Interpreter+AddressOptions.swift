import Checks
import Routing
import VRRP

/// The words behind an address.
extension Interpreter {
    mutating func readAddressOptions(
        _ words: [Word],
        isStatic: Bool,
        into draft: inout InstanceDraft.AddressDraft
    ) {
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            guard let keyword = AddressKeyword(rawValue: word.text) else {
                self.reportAddressWord(word)
                continue
            }
            guard keyword.takesValue else {
                self.readAddressFlag(keyword, word, isStatic: isStatic, into: &draft)
                continue
            }
            guard index < words.count else {
                self.log.error(word, "\(word.quoted) needs a value")
                return
            }
            self.readAddressValue(keyword, word, words[index], isStatic: isStatic, into: &draft)
            index += 1
        }
        self.settleOptions(of: &draft)
    }

    private mutating func readAddressValue(
        _ keyword: AddressKeyword,
        _ word: Word,
        _ value: Word,
        isStatic: Bool,
        into draft: inout InstanceDraft.AddressDraft
    ) {
        switch keyword {
        case .device: draft.device = self.interfaceName(value) ?? draft.device
        case .label: draft.label = self.label(value)
        case .scope:
            draft.scope = (try? self.named(value, of: "scope", in: .scopes)).map { UInt8(truncatingIfNeeded: $0) } ?? 0
        case .broadcast, .broadcastShort:
            draft.broadcast = self.broadcast(value)
            draft.broadcastWord = value
        case .peer: self.readPeer(value, into: &draft)
        case .preferredLifetime: draft.options.preferredLifetime = self.lifetime(value)
        case .trackGroup:
            guard isStatic else {
                self.log.warning(word, "track_group is for static items; it is ignored here")
                return
            }
            self.trackGroupUses.append(value)
            draft.trackGroup = value.text
        case .home, .detectDuplicates, .manageTemporary, .noPrefixRoute, .joinGroup, .untracked, .useVMAC: break
        }
    }

    private mutating func readAddressFlag(
        _ keyword: AddressKeyword,
        _ word: Word,
        isStatic: Bool,
        into draft: inout InstanceDraft.AddressDraft
    ) {
        switch keyword {
        case .home: draft.options.isHome = true
        case .detectDuplicates: draft.options.detectsDuplicates = true
        case .manageTemporary: draft.options.managesTemporaryAddresses = true
        case .noPrefixRoute: draft.options.hasNoPrefixRoute = true
        case .joinGroup: draft.options.joinsGroup = true
        case .untracked: draft.isTracked = false
        case .useVMAC:
            if isStatic {
                self.log.warning(word, "use_vmac is for virtual addresses; it is ignored here")
            } else {
                draft.usesVMAC = true
            }
        case .device, .label, .scope, .broadcast, .broadcastShort, .peer, .preferredLifetime, .trackGroup: break
        }
    }

    /// `peer ADDRESS[/LENGTH]`: the length is the network's that the link leads to.
    private mutating func readPeer(_ word: Word, into draft: inout InstanceDraft.AddressDraft) {
        guard draft.options.peer == nil else {
            self.log.warning(word, "peer \(word.quoted) is a second one and ignored")
            return
        }
        guard let prefix = try? self.prefix(word) else { return }
        guard prefix.family == draft.address.family else {
            self.log.error(word, "peer \(word.quoted) is not of the family of \(draft.word.quoted)")
            return
        }
        if draft.prefixLength != draft.address.family.maximumPrefixLength {
            self.log.warning(
                draft.word,
                "\(draft.word.quoted) has a prefix length and a peer; the peer's length is used"
            )
        }
        draft.options.peer = prefix.address
        draft.prefixLength = prefix.length
    }

    /// Seconds, or `forever`.
    private mutating func lifetime(_ word: Word) -> UInt32? {
        if word.text == "forever" { return .max }
        guard let seconds = Decimal.integer(word.text), let lifetime = UInt32(exactly: seconds) else {
            self.log.error(
                word,
                "preferred_lft \(word.quoted) is out of range: expected seconds up to \(UInt32.max), or forever"
            )
            return nil
        }
        return lifetime
    }

    /// What does not go together.
    private mutating func settleOptions(of draft: inout InstanceDraft.AddressDraft) {
        if draft.options.peer != nil, let word = draft.broadcastWord {
            self.log.warning(word, "an address with a peer has no broadcast address; it is ignored")
            draft.broadcast = nil
        }
        guard draft.address.family == .ipv6 else { return }
        if draft.options.peer == nil, let word = draft.broadcastWord {
            self.log.warning(word, "IPv6 has no broadcast address; that of \(draft.word.quoted) is ignored")
        }
        draft.broadcast = nil
        if draft.label != nil {
            self.log.warning(draft.word, "IPv6 addresses have no label; that of \(draft.word.quoted) is ignored")
            draft.label = nil
        }
    }

    private mutating func reportAddressWord(_ word: Word) {
        let address = word.text.prefix { $0 != "/" }
        if IPAddress(address) != nil || Decimal.looksLikeIPv6(address) {
            self.log.error(word, "one address a line: \(word.quoted) would be lost", fix: "move it to its own line")
            return
        }
        let known = AddressKeyword.allCases.map(\.rawValue)
        self.log.warning(
            word,
            "unknown word \(word.quoted) behind an address is ignored",
            fix: self.log.nearest(word.text, in: known).map { "did you mean '\($0)'?" },
            category: .syntax
        )
    }
}
