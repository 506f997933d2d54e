/// Takes netlink data apart, total over any bytes (netlink(7), rtnetlink(7)); what is cut short is left out.
struct NetlinkPart: Hashable, Sendable {
    var type: UInt16
    var payload: ArraySlice<UInt8>

    /// The messages of a datagram.
    static func messages(in bytes: [UInt8]) -> [NetlinkPart] {
        self.parts(in: bytes[...], headerLength: 16) { header in
            (length: Int(header.nativeInteger(at: 0, UInt32.self) ?? 0), header.nativeInteger(at: 4, UInt16.self) ?? 0)
        }
    }

    /// The attributes behind a message's fixed part; their types come without the two flag bits.
    static func attributes(in bytes: ArraySlice<UInt8>, after fixedLength: Int) -> [NetlinkPart] {
        self.parts(in: bytes.dropFirst(fixedLength), headerLength: 4) { header in
            (
                length: Int(header.nativeInteger(at: 0, UInt16.self) ?? 0),
                (header.nativeInteger(at: 2, UInt16.self) ?? 0) & 0x3fff
            )
        }
    }

    private static func parts(
        in bytes: ArraySlice<UInt8>,
        headerLength: Int,
        _ header: (ArraySlice<UInt8>) -> (length: Int, type: UInt16)
    ) -> [NetlinkPart] {
        var parts: [NetlinkPart] = []
        var rest = bytes
        while rest.count >= headerLength {
            let (length, type) = header(rest)
            guard length >= headerLength, length <= rest.count else { break }
            parts.append(NetlinkPart(type: type, payload: rest.prefix(length).dropFirst(headerLength)))
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return parts
    }
}

extension ArraySlice<UInt8> {
    /// An integer in the host's order; nil beyond the end.
    func nativeInteger<Value: FixedWidthInteger>(at offset: Int, _ type: Value.Type) -> Value? {
        let bytes = self.dropFirst(offset).prefix(Value.bitWidth / 8)
        guard bytes.count == Value.bitWidth / 8 else { return nil }
        let little = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Value(littleEndian: Value(truncatingIfNeeded: little))
    }
}

extension FixedWidthInteger {
    /// In the host's order.
    var nativeBytes: [UInt8] {
        let little = UInt64(truncatingIfNeeded: self.littleEndian)
        return (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: little >> (8 * UInt64($0))) }
    }
}
