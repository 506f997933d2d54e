/// An Ethernet address.
package struct MACAddress: RawRepresentable, Hashable, Sendable {
    /// The six bytes in the low 48 bits, first byte most significant.
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue & 0xffff_ffff_ffff
    }

    /// The six bytes in transmission order.
    package var bytes: [UInt8] {
        (0..<6).map { UInt8(truncatingIfNeeded: self.rawValue >> (40 - 8 * UInt64($0))) }
    }

    package static let broadcast = MACAddress(rawValue: 0xffff_ffff_ffff)
}

extension MACAddress: CustomStringConvertible {
    package var description: String {
        self.bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }
}
