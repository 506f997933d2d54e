import Checks
import VRRP

extension Interpreter {
    mutating func readHostWord(
        _ keyword: InstanceHostKeyword,
        _ statement: Statement,
        into draft: inout InstanceDraft
    ) {
        switch keyword {
        case .useVirtualMAC:
            self.readVirtualInterface(statement, isIPVLAN: false, into: &draft)
        case .useIPVLAN:
            self.readVirtualInterface(statement, isIPVLAN: true, into: &draft)
        case .useVirtualMACForAddresses:
            draft.usesVirtualMACForAddresses = self.flag(statement) ?? false
        case .transmitFromBase:
            draft.transmitFromBase = self.flag(statement) == true ? statement.keyword : nil
        case .promoteSecondaries:
            draft.promotesSecondaries = self.flag(statement) ?? false
        case .accept:
            if let isOn = self.flag(statement) { draft.acceptsTraffic = isOn }
        case .noAccept:
            if let isOn = self.flag(statement) { draft.acceptsTraffic = !isOn }
        case .vrf:
            draft.vrf = self.value(of: statement, expected: "the name of a VRF device").flatMap {
                self.interfaceName($0)
            }
        }
    }

    /// `use_vmac [[NAME] [IF]] [MAC] [netlink_notify_msg] [group N]` and
    /// `use_ipvlan [[NAME] [IF]] [ADDRESS] [bridge|private|vepa] [group N]`, in any order.
    private mutating func readVirtualInterface(
        _ statement: Statement,
        isIPVLAN: Bool,
        into draft: inout InstanceDraft
    ) {
        if let other = draft.virtualInterface, other.isIPVLAN != isIPVLAN {
            self.log.error(
                statement.keyword,
                "\(statement.keyword.quoted) and \(other.word.quoted) exclude one another",
                fix: "remove one of them"
            )
            return
        }
        if statement.block != nil {
            self.log.warning(statement.keyword, "\(statement.keyword.quoted) takes no block; it is skipped")
        }
        var result = VirtualInterfaceDraft(word: statement.keyword, isIPVLAN: isIPVLAN)
        var words = statement.arguments[...]
        while let word = words.popFirst() {
            switch word.text {
            case "netlink_notify_msg" where !isIPVLAN:
                result.notifiesOfLink = true
            case "group":
                guard let group = words.popFirst() else {
                    self.log.error(word, "group needs the number of an interface group")
                    return
                }
                result.group = self.interfaceGroup(group)
            case "name":
                guard let name = words.popFirst() else {
                    self.log.error(word, "name needs the name of an interface")
                    return
                }
                result.name = self.interfaceName(name)
            default:
                self.readVirtualInterfaceValue(word, into: &result)
            }
        }
        draft.virtualInterface = result
    }

    private mutating func readVirtualInterfaceValue(_ word: Word, into draft: inout VirtualInterfaceDraft) {
        if draft.isIPVLAN, let mode = VirtualInterface.IPVLANMode(rawValue: word.text) {
            draft.mode = mode
        } else if draft.isIPVLAN, IPAddress(word.text.prefix { $0 != "/" }) != nil {
            self.log.warning(
                word,
                "not supported: the address \(word.quoted) of use_ipvlan is ignored",
                fix: "advertisements leave from the address of the interface below",
                category: .unsupported
            )
        } else if !draft.isIPVLAN, word.text.contains(":") {
            draft.hardwareAddress = self.hardwareAddress(word)
        } else if draft.name == nil {
            draft.name = self.interfaceName(word)
        } else if draft.link == nil {
            draft.link = self.interfaceName(word)
        } else {
            self.log.warning(
                word,
                "unexpected word \(word.quoted) behind \(draft.word.quoted) is ignored",
                fix: "expected at most a name and the interface it stands on"
            )
        }
    }

    private mutating func hardwareAddress(_ word: Word) -> MACAddress? {
        guard let address = MACAddress(word.text) else {
            self.log.error(
                word,
                "\(word.quoted) is no hardware address: expected six pairs of hexadecimal digits with colons",
                fix: "leave it out for the virtual router's own, 00:00:5e:00:01:VRID"
            )
            return nil
        }
        guard !address.isMulticast, address.rawValue != 0 else {
            self.log.error(
                word,
                "\(word.quoted) is no station's hardware address",
                fix: "use one such as 02:00:00:00:00:01"
            )
            return nil
        }
        guard !address.isVirtualRouter else {
            self.log.error(
                word,
                "\(word.quoted) belongs to the virtual router of an identifier (RFC 9568)",
                fix: "leave it out: it is used where virtual_router_id says so"
            )
            return nil
        }
        return address
    }

    /// Names of groups stand in a file of the host, which is not read here.
    private mutating func interfaceGroup(_ word: Word) -> UInt32? {
        if word.text == "default" { return 0 }
        guard let number = Decimal.integer(word.text), let group = UInt32(exactly: number) else {
            self.log.error(
                word,
                "group \(word.quoted) is no number: expected 0 to 4294967295",
                fix: "write the number that /etc/iproute2/group gives the name"
            )
            return nil
        }
        return group
    }
}
