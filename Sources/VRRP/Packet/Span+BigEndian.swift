extension Span<UInt8> {
    /// The two bytes at `offset` in network order; the caller has checked that they exist.
    func bigEndianWord(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The address at `offset`; the caller has checked that four bytes exist.
    func address(at offset: Int) -> IPv4Address {
        IPv4Address(self[offset], self[offset + 1], self[offset + 2], self[offset + 3])
    }

    /// The address of either family at `offset`; the caller has checked that its bytes exist.
    func address(at offset: Int, family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4:
            return .v4(self.address(at: offset))
        case .ipv6:
            return .v6(self.ipv6Address(at: offset))
        }
    }

    /// The address at `offset`; the caller has checked that sixteen bytes exist.
    func ipv6Address(at offset: Int) -> IPv6Address {
        var value: UInt128 = 0
        for index in offset..<offset + 16 {
            value = value << 8 | UInt128(self[index])
        }
        return IPv6Address(rawValue: value)
    }
}
