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

    /// Whether it is 00:00:5e:00:01:xx or 00:00:5e:00:02:xx, which belong to virtual routers (RFC 9568 section 7.3).
    package var isVirtualRouter: Bool {
        self.rawValue >> 8 == 0x00_005e_0001 || self.rawValue >> 8 == 0x00_005e_0002
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
