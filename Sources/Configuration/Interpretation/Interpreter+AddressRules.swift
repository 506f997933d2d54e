import Checks
import VRRP

extension Interpreter {
    /// How many addresses an advertisement can carry: over IPv4 what it can count, over IPv6 what fits a packet of
    /// Ethernet, with its headers and perhaps a code.
    private static func advertisedLimit(of router: VirtualRouterSettings) -> Int {
        switch router.family {
        case .ipv4: Advertisement.maximumAddressCount
        case .ipv6: router.messageAuthentication == nil ? 90 : 89
        }
    }

    /// Fills in devices and broadcast addresses, drops repetitions, and moves what an advertisement cannot carry to
    /// the excluded addresses, as keepalived does.
    mutating func settleAddresses(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        var seen: Set<DeviceAddress> = []
        let limit = Self.advertisedLimit(of: instance.router)
        var saidLimit = false
        for (isExcluded, entries) in [(false, draft.addresses), (true, draft.excludedAddresses)] {
            for entry in entries {
                let address = self.virtualAddress(entry, device: self.device(of: entry, draft, in: &instance))
                guard seen.insert(DeviceAddress(address)).inserted else {
                    self.log.warning(
                        entry.word,
                        "\(entry.word.quoted) stands in \(draft.name.quoted) twice; this one is ignored"
                    )
                    continue
                }
                if isExcluded {
                    instance.excludedAddresses.append(address)
                } else if instance.virtualAddresses.count < limit {
                    instance.virtualAddresses.append(address)
                } else {
                    instance.excludedAddresses.append(address)
                    guard !saidLimit else { continue }
                    saidLimit = true
                    self.log.warning(
                        entry.word,
                        "an advertisement holds \(limit) addresses; from here on they are set but not advertised",
                        fix: "move the rest to virtual_ipaddress_excluded"
                    )
                }
            }
        }
        instance.router.addresses = instance.virtualAddresses.map(\.address)
        if instance.virtualAddresses.isEmpty, !draft.noVirtualAddress {
            self.log.warning(draft.name, "instance \(draft.name.quoted) has no virtual_ipaddress, so it moves nothing")
        }
    }

    private struct DeviceAddress: Hashable {
        let address: IPAddress
        let device: String

        init(_ address: VirtualAddress) {
            self.address = address.address
            self.device = address.device
        }
    }

    func virtualAddress(_ entry: InstanceDraft.AddressDraft, device: String) -> VirtualAddress {
        var address = VirtualAddress(
            address: entry.address,
            prefixLength: entry.prefixLength,
            device: device,
            label: entry.label,
            scope: entry.scope,
            broadcast: self.broadcast(of: entry)
        )
        address.options = entry.options
        address.isTracked = entry.isTracked
        address.usesVMAC = entry.usesVMAC
        return address
    }

    /// IPv6 has no broadcast.
    private func broadcast(of entry: InstanceDraft.AddressDraft) -> IPv4Address? {
        guard let address = entry.address.ipv4, let broadcast = entry.broadcast else { return nil }
        let hostBits = entry.prefixLength >= 32 ? 0 : UInt32.max >> UInt32(entry.prefixLength)
        // A network of one or two addresses has no broadcast address.
        let hasBroadcast = entry.prefixLength < 31
        switch broadcast {
        case .address(let address): return address
        case .ones: return hasBroadcast ? IPv4Address(rawValue: address.rawValue | hostBits) : nil
        case .zeros: return hasBroadcast ? IPv4Address(rawValue: address.rawValue & ~hostBits) : nil
        }
    }

    /// What one instance sees of the others: the same address or the same virtual router twice.
    mutating func checkConflicts(among instances: inout [InstanceConfiguration], words: [String: Word]) {
        var owners: [DeviceAddress: String] = [:]
        var routers: [RouterKey: [Int]] = [:]
        for index in instances.indices {
            let instance = instances[index]
            let word = words[instance.name] ?? .file(instance.location.file)
            self.checkAddresses(of: &instances[index], owners: &owners, word: word)
            let key = RouterKey(
                interface: instance.interface,
                family: instance.router.family,
                id: instance.router.virtualRouterID
            )
            // A few instances share a key at most in a file that is not in error, so this stays short.
            for other in (routers[key] ?? []).prefix(8) where self.collide(instance, instances[other]) {
                self.log.error(
                    word,
                    "virtual_router_id \(key.id) on \(key.interface) belongs to instance "
                        + "\(Word.quoted(instances[other].name)) already, at \(instances[other].location)",
                    fix: "give one of them another virtual_router_id",
                    category: .reference
                )
                break
            }
            routers[key, default: []].append(index)
        }
    }

    private struct RouterKey: Hashable {
        let interface: String
        let family: AddressFamily
        let id: VirtualRouterID
    }

    /// Two instances of one id hear each other's advertisements, unless they speak to different peers.
    private func collide(_ left: InstanceConfiguration, _ right: InstanceConfiguration) -> Bool {
        guard let leftUnicast = left.unicast, let rightUnicast = right.unicast else {
            return left.unicast == nil && right.unicast == nil
        }
        return !Set(leftUnicast.peers).isDisjoint(with: rightUnicast.peers)
    }

    private mutating func checkAddresses(
        of instance: inout InstanceConfiguration,
        owners: inout [DeviceAddress: String],
        word: Word
    ) {
        var taken: Set<DeviceAddress> = []
        for address in instance.virtualAddresses + instance.excludedAddresses {
            let key = DeviceAddress(address)
            guard let owner = owners.updateValue(instance.name, forKey: key) else { continue }
            owners[key] = owner
            taken.insert(key)
            let draft = self.instance(named: instance.name)
            let entries = (draft?.addresses ?? []) + (draft?.excludedAddresses ?? [])
            self.log.warning(
                entries.first { $0.address == address.address }?.word ?? word,
                "\(address) of instance \(Word.quoted(instance.name)) belongs to instance \(Word.quoted(owner)) already, "
                    + "so it is ignored here",
                fix: "remove it from one of them"
            )
        }
        guard !taken.isEmpty else { return }
        instance.virtualAddresses.removeAll { taken.contains(DeviceAddress($0)) }
        instance.excludedAddresses.removeAll { taken.contains(DeviceAddress($0)) }
        instance.router.addresses = instance.virtualAddresses.map(\.address)
    }
}
