/// An IPv4 network on a link.
package struct IPv4Subnet: Hashable, Sendable {
    package let address: IPv4Address
    /// 0…32.
    package let prefixLength: Int

    /// - Returns: nil for a prefix length outside 0…32.
    package init?(address: IPv4Address, prefixLength: Int) {
        guard (0...32).contains(prefixLength) else { return nil }
        self.address = address
        self.prefixLength = prefixLength
    }

    package func contains(_ other: IPv4Address) -> Bool {
        // Prefix length 0 shifts everything out and matches every address.
        let mask = UInt32.max << UInt32(32 - self.prefixLength)
        return self.address.rawValue & mask == other.rawValue & mask
    }
}
