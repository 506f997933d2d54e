/// Marshals values in little-endian order.
struct DBusWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    mutating func align(_ multiple: Int) {
        while !self.bytes.count.isMultiple(of: multiple) { self.bytes.append(0) }
    }

    mutating func byte(_ byte: UInt8) {
        self.bytes.append(byte)
    }

    mutating func integer(_ value: UInt32) {
        self.align(4)
        self.bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    mutating func string(_ text: String) {
        self.integer(UInt32(text.utf8.count))
        self.bytes += Array(text.utf8) + [0]
    }

    mutating func signature(_ text: String) {
        self.bytes += [UInt8(text.utf8.count)] + Array(text.utf8) + [0]
    }

    mutating func append(_ bytes: [UInt8]) {
        self.bytes += bytes
    }
}
