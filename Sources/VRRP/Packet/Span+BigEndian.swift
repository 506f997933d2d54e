extension Span<UInt8> {
    /// The two bytes at `offset` in network order; the caller has checked that they exist.
    func bigEndianWord(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The address at `offset`; the caller has checked that four bytes exist.
    func address(at offset: Int) -> IPv4Address {
        IPv4Address(self[offset], self[offset + 1], self[offset + 2], self[offset + 3])
    }
}
