/// Builds a datagram of netlink messages: integers in host order, everything aligned to four bytes.
package struct NetlinkWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Appends a message; its length is filled in once `body` has written the rest.
    package mutating func message(
        type: UInt16,
        flags: UInt16,
        sequence: UInt32,
        _ body: (inout NetlinkWriter) -> Void
    ) {
        let start = self.bytes.count
        self.integer(UInt32(0))
        self.integer(type)
        self.integer(flags)
        self.integer(sequence)
        // The kernel puts the sender's port in by itself.
        self.integer(UInt32(0))
        body(&self)
        self.fill(UInt32(clamping: self.bytes.count - start), at: start)
        self.align()
    }

    package mutating func integer(_ value: some FixedWidthInteger) {
        let littleEndian = value.littleEndian
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            self.bytes.append(UInt8(truncatingIfNeeded: littleEndian >> shift))
        }
    }

    /// Appends an attribute with `value` as it is.
    package mutating func attribute(_ type: UInt16, _ value: some Sequence<UInt8>) {
        self.attribute(type) { writer in writer.bytes.append(contentsOf: value) }
    }

    /// Appends an attribute of one integer, in host order.
    package mutating func attribute(_ type: UInt16, of value: some FixedWidthInteger) {
        self.attribute(type) { $0.integer(value) }
    }

    /// Appends bytes as they are.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    /// Appends an `rtnexthop` with the attributes that `body` writes.
    mutating func hop(flags: UInt8, weight: UInt8, index: Int32, _ body: (inout NetlinkWriter) -> Void) {
        let start = self.bytes.count
        self.integer(UInt16(0))
        self.integer(flags)
        self.integer(weight)
        self.integer(index)
        body(&self)
        self.fill(UInt16(clamping: self.bytes.count - start), at: start)
        self.align()
    }

    /// Appends an attribute whose value, possibly attributes again, `body` writes.
    package mutating func attribute(_ type: UInt16, _ body: (inout NetlinkWriter) -> Void) {
        let start = self.bytes.count
        self.integer(UInt16(0))
        self.integer(type)
        body(&self)
        self.fill(UInt16(clamping: self.bytes.count - start), at: start)
        self.align()
    }

    private mutating func fill(_ value: some FixedWidthInteger, at position: Int) {
        var writer = NetlinkWriter()
        writer.integer(value)
        self.bytes.replaceSubrange(position..<position + writer.bytes.count, with: writer.bytes)
    }

    private mutating func align() {
        while self.bytes.count % 4 != 0 { self.bytes.append(0) }
    }
}
