/// Appends values to a message: integers big-endian, texts and lists with a 32-bit count before them.
public struct WireWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func write(_ value: some FixedWidthInteger) {
        var shift = value.bitWidth - 8
        while shift >= 0 {
            self.bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            shift -= 8
        }
    }

    public mutating func write(_ value: Bool) {
        self.bytes.append(value ? 1 : 0)
    }

    public mutating func write(_ text: String) {
        self.write(UInt32(clamping: text.utf8.count))
        self.bytes.append(contentsOf: text.utf8)
    }

    public mutating func write(_ bytes: [UInt8]) {
        self.write(UInt32(clamping: bytes.count))
        self.bytes.append(contentsOf: bytes)
    }

    /// In nanoseconds, clamped to 64 bits.
    public mutating func write(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let limit: Int64 = seconds < 0 ? .min : .max
        let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        self.write(overflow || carried ? limit : sum)
    }

    public mutating func write<Element>(_ list: [Element], _ element: (inout WireWriter, Element) -> Void) {
        self.write(UInt32(clamping: list.count))
        for item in list {
            element(&self, item)
        }
    }

    public mutating func write<Value>(_ optional: Value?, _ value: (inout WireWriter, Value) -> Void) {
        self.write(optional != nil)
        if let optional {
            value(&self, optional)
        }
    }
}
