import Checks
import VRRP

extension Interpreter {
    /// What the names in `use_vmac` and `use_ipvlan` leave for generated ones.
    mutating func reserveInterfaceNames() {
        for draft in self.instances {
            guard let virtual = draft.virtualInterface, let name = virtual.name else { continue }
            guard self.interfaceNames.insert(name).inserted else {
                self.log.error(
                    virtual.word,
                    "two instances name their virtual interface \(Word.quoted(name))",
                    fix: "give one of them another name"
                )
                continue
            }
        }
    }

    mutating func settleVirtualInterface(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        guard let virtual = draft.virtualInterface else {
            if let word = draft.transmitFromBase {
                self.log.warning(word, "vmac_xmit_base has no effect without use_vmac")
            }
            return
        }
        let prefix = self.global.virtualInterfacePrefix
        guard let name = virtual.name ?? self.virtualInterfaceName(prefix, of: instance, word: virtual.word) else {
            return
        }
        guard name != instance.interface else {
            self.log.error(
                virtual.word,
                "\(Word.quoted(name)) cannot stand on itself",
                fix: "leave the name out, or name one that does not exist"
            )
            return
        }
        let kind: VirtualInterface.Kind
        if virtual.isIPVLAN {
            kind = .ipvlan(virtual.mode ?? .bridge)
        } else {
            let address =
                virtual.hardwareAddress
                ?? .virtualRouter(instance.router.virtualRouterID, instance.router.family)
            self.reserve(address, on: instance.interface, word: virtual.word)
            kind = .macvlan(address)
        }
        var interface = VirtualInterface(name: name, link: instance.interface, kind: kind)
        interface.group = virtual.group
        interface.notifiesOfLink = virtual.notifiesOfLink
        instance.virtualInterface = interface
        instance.transmitsFromBase = draft.transmitFromBase != nil
    }

    /// Where an address stands: on its `dev`, on the instance's virtual interface, or on one made for it.
    mutating func device(
        of entry: InstanceDraft.AddressDraft,
        _ draft: InstanceDraft,
        in instance: inout InstanceConfiguration
    ) -> String {
        let usesVirtualMAC = entry.usesVMAC || draft.usesVirtualMACForAddresses
        let device = entry.device ?? instance.virtualInterface?.name ?? instance.interface
        guard usesVirtualMAC else { return device }
        if let virtual = instance.virtualInterface, [virtual.name, virtual.link].contains(device) {
            return virtual.name
        }
        if let existing = instance.addressInterfaces.first(where: { $0.link == device }) { return existing.name }
        let prefix = self.global.addressInterfacePrefix
        guard let name = self.virtualInterfaceName(prefix, of: instance, word: entry.word) else { return device }
        let address = MACAddress.virtualRouter(instance.router.virtualRouterID, instance.router.family)
        self.reserve(address, on: device, word: entry.word)
        let kind = VirtualInterface.Kind.macvlan(address)
        instance.addressInterfaces.append(VirtualInterface(name: name, link: device, kind: kind))
        return name
    }

    /// Of two macvlans on one interface with one hardware address the kernel takes the first only.
    private mutating func reserve(_ address: MACAddress, on link: String, word: Word) {
        guard !self.virtualMACs.insert(VirtualMAC(link: link, address: address)).inserted else { return }
        self.log.error(
            word,
            "another instance has the virtual MAC address \(address) on \(link) already",
            fix: "give one of them another virtual_router_id, or write use_vmac NAME MAC",
            category: .reference
        )
    }

    /// `vrrp.VRID`; where another instance has that name, `vrrp6.VRID` over IPv6, then `vrrp1.VRID` and so on, as
    /// keepalived names them.
    private mutating func virtualInterfaceName(
        _ prefix: String,
        of instance: InstanceConfiguration,
        word: Word
    ) -> String? {
        let id = instance.router.virtualRouterID
        let family = instance.router.family == .ipv6 ? ["6"] : []
        for number in 0... {
            let suffix = number == 0 ? "" : number <= family.count ? family[number - 1] : "\(number - family.count)"
            let name = "\(prefix)\(suffix).\(id)"
            guard name.utf8.count <= 15 else { break }
            if self.interfaceNames.insert(name).inserted { return name }
        }
        self.log.error(
            word,
            "no name of at most 15 characters is left for a virtual interface that begins with \(Word.quoted(prefix))",
            fix: "shorten vmac_prefix and vmac_addr_prefix, or write use_vmac NAME"
        )
        return nil
    }
}
