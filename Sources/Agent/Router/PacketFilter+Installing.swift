import Configuration
import Failover
import LinuxIO
import VRRP

extension LinkAddress {
    fileprivate var incoming: BlockedAddress.Interface {
        self.index.map(BlockedAddress.Interface.numbered) ?? .named(self.interface)
    }
}

extension PacketFilter {
    /// Puts the rules into the kernel in the place of those that are there.
    ///
    /// - Parameter socket: One that stays open while time matters: closing it waits until the kernel has cleared up.
    func install(over socket: FilterSocket) throws(SystemError) {
        guard !self.isEmpty else {
            try socket.remove(self.settings.table)
            return
        }
        try socket.install(
            FilterTable(
                name: self.settings.table,
                priority: self.settings.priority,
                hasCounters: self.settings.hasCounters,
                blocked: self.blocked.map { BlockedAddress(bytes: $0.bytes) }
                    + self.blockedOnLinks.map { BlockedAddress(bytes: $0.address.bytes, interface: $0.incoming) }
            )
        )
    }
}
