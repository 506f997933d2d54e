import VRRP

/// What tells a route that is gone from others, as far as the kernel's message says it.
package struct RouteKey: Hashable, Sendable {
    package var table: UInt32
    package var destination: AddressPrefix
    package var service: UInt8
    package var metric: UInt32

    package init(table: UInt32, destination: AddressPrefix, service: UInt8, metric: UInt32) {
        self.table = table
        self.destination = destination
        self.service = service
        self.metric = metric
    }
}

extension Route {
    /// Whether the kernel may mean this route: the bits behind a prefix do not count, and a table that is a VRF's may be any.
    package func mayBe(_ key: RouteKey) -> Bool {
        let isTable =
            switch self.table {
            case .number(let number): number == key.table
            case .vrf: true
            }
        let standard: UInt32 = self.family == .ipv4 ? 0 : 1024
        // An IPv6 route of metric 0 gets the kernel's.
        let metric = self.metric.map { $0 == 0 ? standard : $0 } ?? standard
        return isTable && metric == key.metric && self.service == key.service
            && self.destination.masked == key.destination.masked
    }
}

extension AddressPrefix {
    /// The same with the bits behind the prefix zero, as the kernel keeps it.
    package var masked: AddressPrefix {
        switch self.address {
        case .v4(let address):
            let bits = self.length == 0 ? 0 : UInt32.max << (32 - UInt32(min(self.length, 32)))
            return AddressPrefix(.v4(IPv4Address(rawValue: address.rawValue & bits)), length: self.length)
        case .v6(let address):
            let bits = self.length == 0 ? 0 : UInt128.max << (128 - UInt128(min(self.length, 128)))
            return AddressPrefix(.v6(IPv6Address(rawValue: address.rawValue & bits)), length: self.length)
        }
    }
}
