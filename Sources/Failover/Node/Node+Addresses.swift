import Configuration
import Routing
import VRRP

extension Node {
    /// How long an instance whose addresses the kernel refuses stays away before it tries again.
    private static let refusalPause = Duration.seconds(10)

    /// The addresses of an instance with the interfaces they stand on; those whose interface is missing are left out.
    func placedAddresses(of instance: Instance) -> [PlacedAddress] {
        (instance.configuration.virtualAddresses + instance.configuration.excludedAddresses).compactMap { address in
            guard let interface = self.interface(named: address.device) else { return nil }
            return PlacedAddress(address, on: interface.index)
        }
    }

    /// Every address of the configuration that the kernel listed last.
    package var presentVirtualAddresses: [PlacedAddress] {
        self.instances.flatMap { instance in
            self.placedAddresses(of: instance).filter { self.isPresent($0) && $0.address != instance.source }
        }
    }

    func isPresent(_ placed: PlacedAddress) -> Bool {
        self.assigned(placed) != nil
    }

    /// What the kernel lists of an address; nil = nothing.
    private func assigned(_ placed: PlacedAddress) -> AssignedAddress? {
        let wanted = AssignedAddress(address: placed.address, prefixLength: placed.prefixLength)
        return self.interfaces[placed.interfaceIndex]?.addresses.first { $0.isSame(as: wanted) }
    }

    /// An address that was only just set, without duplicate address detection, is ready before the kernel says so.
    func standing(of placed: PlacedAddress) -> AssignedAddress.Standing {
        self.assigned(placed)?.standing ?? (placed.options.detectsDuplicates ? .tentative : .ready)
    }

    /// Duplicate address detection has come to an end with an address that a master holds.
    mutating func standingChanged(_ address: AssignedAddress, interfaceIndex: Int32, at now: Instant) {
        for index in self.instances.indices {
            let held = self.instances[index].held.first {
                $0.interfaceIndex == interfaceIndex && $0.address == address.address
                    && $0.prefixLength == address.prefixLength
            }
            guard let held else { continue }
            switch address.standing {
            case .tentative: break
            case .ready: self.perform(self.instances[index].router.announceAgain(at: now), of: index, at: now)
            case .duplicate: self.record(.addressDuplicate(held), of: self.instances[index].name, at: now)
            }
        }
    }

    /// Whether an instance other than `exception` has set this address.
    func isHeld(_ placed: PlacedAddress, exceptBy exception: Int?) -> Bool {
        self.instances.indices.contains { index in
            index != exception
                && self.instances[index].held.contains {
                    $0.address == placed.address && $0.prefixLength == placed.prefixLength
                        && $0.interfaceIndex == placed.interfaceIndex
                }
        }
    }

    /// Sets again what a master should hold and the kernel does not list.
    mutating func restoreMissing(_ index: Int, at now: Instant) {
        guard self.instances[index].holdsAddresses else { return }
        let wanted = self.placedAddresses(of: self.instances[index])
        let held = self.instances[index].held
        // What is not tracked stays away once somebody has removed it.
        let missing = wanted.filter { !self.isPresent($0) && ($0.isTracked || !held.contains($0)) }
        self.instances[index].held = wanted
        if self.instances[index].items.placed.isEmpty {
            // A router process that goes on where another one ended.
            self.acquireItems(of: index)
        }
        guard !missing.isEmpty else { return }
        self.instances[index].counters.addressesRestored += UInt64(missing.count)
        self.effects.append(.addAddresses(missing, instance: self.instances[index].name))
        // The kernel removes the routes that were sent from them.
        self.restoreItems(of: index, at: now)
        self.perform(self.instances[index].router.announceAgain(at: now), of: index, at: now)
    }

    /// Somebody else removed an address a master holds: it is set again without giving up mastership, but not for ever
    /// in a tight race with whoever removes it.
    mutating func addressLost(_ placed: PlacedAddress, of index: Int, at now: Instant) {
        guard placed.isTracked else { return }
        self.record(.addressLost(placed), of: self.instances[index].name, at: now)
        // With the next tick: the kernel takes many at once when a primary address goes, and one answer serves them all.
        guard self.instances[index].restoreAt == nil else { return }
        let isAllowed = self.instances[index].restoring.allows(at: now)
        // It may have gone with an interface of the agent's own, which the kernel tells a moment later.
        let name = self.interfaces[placed.interfaceIndex]?.name
        let isOwn = name.map { self.ownInterfaces[$0] != nil } ?? false
        let soon = isOwn ? now + Self.ownInterfaceGrace : now
        self.instances[index].restoreAt = isAllowed ? soon : self.instances[index].restoring.nextWindow
    }

    mutating func addressRefused(_ placed: PlacedAddress, instance name: String, reason: String, at now: Instant) {
        guard let index = self.instances.firstIndex(where: { $0.name == name }) else { return }
        self.record(.addressRefused(placed, reason: reason), of: name, at: now)
        self.instances[index].held.removeAll { $0 == placed }
        // A master without any of its addresses would only keep them from a node that can have them.
        if self.instances[index].held.isEmpty, self.instances[index].holdsAddresses {
            self.instances[index].refusal = Instance.Refusal(reason: reason, until: now + Self.refusalPause)
            self.evaluate(index, at: now)
        }
    }
}
