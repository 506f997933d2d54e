/// Reads marshalled values; never beyond the end.
struct DBusReader: Sendable {
    private let bytes: [UInt8]
    private let isLittleEndian: Bool
    private(set) var offset = 0

    /// - Parameter bytes: A message; its first byte tells the byte order.
    init(_ bytes: [UInt8]) throws(DBusFailure) {
        switch bytes.first {
        case UInt8(ascii: "l"): self.isLittleEndian = true
        case UInt8(ascii: "B"): self.isLittleEndian = false
        default: throw .malformed
        }
        self.bytes = bytes
    }

    mutating func skip(_ count: Int) throws(DBusFailure) {
        guard count <= self.bytes.count - self.offset else { throw .malformed }
        self.offset += count
    }

    mutating func align(_ multiple: Int) throws(DBusFailure) {
        try self.skip((multiple - self.offset % multiple) % multiple)
    }

    mutating func byte() throws(DBusFailure) -> UInt8 {
        try self.skip(1)
        return self.bytes[self.offset - 1]
    }

    mutating func integer() throws(DBusFailure) -> UInt32 {
        try self.align(4)
        try self.skip(4)
        let word = self.bytes[(self.offset - 4)..<self.offset]
        return (self.isLittleEndian ? Array(word.reversed()) : Array(word)).reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func string() throws(DBusFailure) -> String {
        try self.text(Int(self.integer()))
    }

    mutating func signature() throws(DBusFailure) -> String {
        try self.text(Int(self.byte()))
    }

    private mutating func text(_ length: Int) throws(DBusFailure) -> String {
        let start = self.offset
        try self.skip(length)
        // The zero behind it does not count.
        try self.skip(1)
        return String(decoding: self.bytes[start..<(start + length)], as: UTF8.self)
    }
}
