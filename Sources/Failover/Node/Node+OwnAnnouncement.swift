import Configuration
import VRRP

extension Node {
    /// Tells the link where this node's own address is. Peers that asked in vain while it was at fault would hear its
    /// advertisements, and send theirs, only once they ask again.
    mutating func announceSource(of index: Int) {
        let instance = self.instances[index]
        guard instance.configuration.unicast != nil, let source = instance.source else { return }
        let holders = self.interfaces.values.filter { interface in
            interface.addresses.contains { $0.address == source }
                && (!source.isLinkLocal || interface.index == instance.interfaceIndex)
        }
        // Where several have it, the one it is advertised on.
        let own = holders.first { $0.index == instance.interfaceIndex }
        guard let holder = own ?? holders.min(by: { $0.index < $1.index }) else { return }
        let frame: [UInt8]
        switch source {
        case .v4(let address):
            frame = GratuitousARP.frame(address: address, hardwareAddress: holder.hardwareAddress)
        case .v6(let address):
            frame = NeighbourAdvertisement.frame(
                address: address,
                hardwareAddress: holder.hardwareAddress,
                isRouter: self.forwards(holder)
            )
        }
        let announcement = Announcement(interfaceIndex: holder.index, frame: frame)
        // Of its own, so that the announcements of a new master do not take its place.
        self.effects.append(.announce([announcement], instance: "the source of \(instance.name)"))
    }
}
