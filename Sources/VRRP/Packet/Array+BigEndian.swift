extension [UInt8] {
    /// Appends `word` in network order.
    mutating func append(bigEndian word: UInt16) {
        self.append(UInt8(truncatingIfNeeded: word >> 8))
        self.append(UInt8(truncatingIfNeeded: word))
    }

    /// Overwrites two bytes that were appended before.
    mutating func replace(at offset: Int, bigEndian word: UInt16) {
        self[offset] = UInt8(truncatingIfNeeded: word >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: word)
    }
}
