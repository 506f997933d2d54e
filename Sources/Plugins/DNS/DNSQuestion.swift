/// One question of class IN, and how it is put.
struct DNSQuestion: Hashable, Sendable {
    var name: DNSName
    var type: DNSType
    var wantsRecursion: Bool

    /// The message that asks it (RFC 1035, section 4.1).
    func wire(identifier: UInt16) -> [UInt8] {
        let flags: UInt16 = self.wantsRecursion ? 0x0100 : 0
        let header: [UInt16] = [identifier, flags, 1, 0, 0, 0]
        let tail: [UInt16] = [self.type.rawValue, 1]
        return header.flatMap(\.bigEndianBytes) + self.name.wire + tail.flatMap(\.bigEndianBytes)
    }
}

extension UInt16 {
    var bigEndianBytes: [UInt8] { [UInt8(self >> 8), UInt8(truncatingIfNeeded: self)] }
}
