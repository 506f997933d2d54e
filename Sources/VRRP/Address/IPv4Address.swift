/// An IPv4 address; `rawValue` is in host order, so comparison is the unsigned comparison VRRP's tie-break asks for.
package struct IPv4Address: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        self.rawValue = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }

    /// Parses dotted-quad text: four decimal numbers of 0…255 without leading zeros, signs or blanks.
    package init?(_ text: some StringProtocol) {
        var value: UInt32 = 0
        var octets = 0
        var octet: UInt32?
        var leadingZero = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if leadingZero { return nil }
                let digit = UInt32(byte - UInt8(ascii: "0"))
                leadingZero = octet == nil && digit == 0
                let next = (octet ?? 0) * 10 + digit
                if next > 255 { return nil }
                octet = next
            case UInt8(ascii: "."):
                guard let finished = octet, octets < 3 else { return nil }
                value = value << 8 | finished
                octets += 1
                octet = nil
                leadingZero = false
            default:
                return nil
            }
        }
        guard let last = octet, octets == 3 else { return nil }
        self.rawValue = value << 8 | last
    }

    package static func < (left: IPv4Address, right: IPv4Address) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The four bytes in network order.
    package var bytes: [UInt8] {
        [
            UInt8(truncatingIfNeeded: self.rawValue >> 24), UInt8(truncatingIfNeeded: self.rawValue >> 16),
            UInt8(truncatingIfNeeded: self.rawValue >> 8), UInt8(truncatingIfNeeded: self.rawValue),
        ]
    }

    /// 224.0.0.0/4.
    package var isMulticast: Bool { self.rawValue >> 28 == 0b1110 }

    /// 127.0.0.0/8.
    package var isLoopback: Bool { self.rawValue >> 24 == 127 }

    package static let unspecified = IPv4Address(rawValue: 0)

    /// The group of VRRP over IPv4 (RFC 9568 section 5.1.1.2).
    package static let vrrpGroup = IPv4Address(224, 0, 0, 18)
}

extension IPv4Address: CustomStringConvertible {
    package var description: String {
        self.bytes.map(String.init).joined(separator: ".")
    }
}
