/// Takes netlink data apart: integers in host order, lengths that are never believed, 4-byte alignment.
///
/// Total over any bytes: whatever it is given, it answers with a value or a ``NetlinkError``.
package struct NetlinkReader: Sendable {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) {
        self.rest = bytes
    }

    package var isAtEnd: Bool { self.rest.isEmpty }

    /// The next integer, in host order.
    package mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(NetlinkError)
        -> Value
    {
        var value: Value = 0
        for byte in try self.bytes(Value.bitWidth / 8).reversed() {
            value = Value.bitWidth == 8 ? Value(truncatingIfNeeded: byte) : value << 8 | Value(truncatingIfNeeded: byte)
        }
        // Read as little-endian above; the host may think otherwise.
        return Value(littleEndian: value)
    }

    /// The next `count` bytes as they are.
    package mutating func bytes(_ count: Int) throws(NetlinkError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= self.rest.count else { throw .truncated }
        defer { self.rest = self.rest.dropFirst(count) }
        return self.rest.prefix(count)
    }

    /// The next message of a datagram; `nil` at its end.
    package mutating func message() throws(NetlinkError) -> NetlinkMessage? {
        if self.isAtEnd { return nil }
        let length = Int(try self.integer(UInt32.self))
        let type = try self.integer(UInt16.self)
        let flags = try self.integer(UInt16.self)
        let sequence = try self.integer(UInt32.self)
        let port = try self.integer(UInt32.self)
        let payload = try self.padded(length - NetlinkMessage.headerLength)
        return NetlinkMessage(type: type, flags: flags, sequence: sequence, port: port, payload: payload)
    }

    /// The next attribute; `nil` at the end. Its type comes without the two flag bits.
    package mutating func attribute() throws(NetlinkError) -> (type: UInt16, value: ArraySlice<UInt8>)? {
        if self.isAtEnd { return nil }
        let length = Int(try self.integer(UInt16.self))
        let type = try self.integer(UInt16.self) & 0x3fff
        return (type, try self.padded(length - 4))
    }

    /// `count` bytes and what fills them up to a multiple of four; the filling may be missing at the end.
    private mutating func padded(_ count: Int) throws(NetlinkError) -> ArraySlice<UInt8> {
        guard count >= 0 else { throw .malformed }
        let value = try self.bytes(count)
        self.rest = self.rest.dropFirst((4 - count % 4) % 4)
        return value
    }
}
