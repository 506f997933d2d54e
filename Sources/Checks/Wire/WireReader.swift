/// Reads what ``WireWriter`` wrote; total over any bytes.
///
/// A count is never believed before the bytes behind it are there, so no allocation grows with a forged count.
public struct WireReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public var remaining: Int { self.bytes.count - self.position }

    public mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(WireError) -> Value {
        let width = Value.bitWidth / 8
        guard self.remaining >= width else { throw .truncated }
        var value: Value = 0
        for _ in 0..<width {
            value =
                width == 1
                ? Value(truncatingIfNeeded: self.bytes[self.position])
                : value << 8 | Value(truncatingIfNeeded: self.bytes[self.position])
            self.position += 1
        }
        return value
    }

    public mutating func boolean() throws(WireError) -> Bool {
        switch try self.integer(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw .malformed
        }
    }

    public mutating func byteArray() throws(WireError) -> [UInt8] {
        let count = Int(try self.integer(UInt32.self))
        guard self.remaining >= count else { throw .truncated }
        defer { self.position += count }
        return Array(self.bytes[self.position..<self.position + count])
    }

    /// Invalid UTF-8 is repaired, not refused.
    public mutating func string() throws(WireError) -> String {
        String(decoding: try self.byteArray(), as: UTF8.self)
    }

    public mutating func duration() throws(WireError) -> Duration {
        .nanoseconds(try self.integer(Int64.self))
    }

    public mutating func list<Element>(
        _ element: (inout WireReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        let count = Int(try self.integer(UInt32.self))
        // Every element takes at least one byte.
        guard self.remaining >= count else { throw .truncated }
        var list: [Element] = []
        for _ in 0..<count {
            list.append(try element(&self))
        }
        return list
    }

    public mutating func optional<Value>(
        _ value: (inout WireReader) throws(WireError) -> Value
    ) throws(WireError) -> Value? {
        try self.boolean() ? try value(&self) : nil
    }

    /// Refuses bytes behind the end of a message.
    public func finish() throws(WireError) {
        guard self.remaining == 0 else { throw .trailing }
    }
}
