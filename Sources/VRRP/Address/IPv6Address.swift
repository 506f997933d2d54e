/// An IPv6 address; `rawValue` is in host order, so comparison is the unsigned comparison VRRP's tie-break asks for.
package struct IPv6Address: RawRepresentable, Hashable, Comparable, Sendable {
    // Two halves, not the whole: the compiler (Swift 6.3.1 on x86-64) spills an enum that holds a UInt128 to a stack slot
    // of half its alignment, and reads it back with an instruction that traps on that.
    private let high: UInt64
    private let low: UInt64

    package init(rawValue: UInt128) {
        self.high = UInt64(truncatingIfNeeded: rawValue >> 64)
        self.low = UInt64(truncatingIfNeeded: rawValue)
    }

    package var rawValue: UInt128 { UInt128(self.high) << 64 | UInt128(self.low) }

    /// - Returns: nil unless there are exactly sixteen bytes, in network order.
    package init?(networkOrder bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }

    package static func < (left: IPv6Address, right: IPv6Address) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The sixteen bytes in network order.
    package var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: self.rawValue >> (120 - 8 * UInt128($0))) }
    }

    /// ff00::/8.
    package var isMulticast: Bool { self.rawValue >> 120 == 0xff }

    /// fe80::/10: valid on one link only.
    package var isLinkLocal: Bool { self.rawValue >> 118 == 0x3fa }

    /// ::1.
    package var isLoopback: Bool { self.rawValue == 1 }

    /// ::ffff:0:0/96: an IPv4 address written as one of IPv6; no host on a link has one.
    package var isMappedIPv4: Bool { self.rawValue >> 32 == 0xffff }

    package static let unspecified = IPv6Address(rawValue: 0)

    /// The group of VRRP over IPv6, ff02::12 (RFC 9568 section 5.1.2.2).
    package static let vrrpGroup = IPv6Address(rawValue: 0xff02 << 112 | 0x12)

    /// All nodes of the link, ff02::1 (RFC 4291 section 2.7.1).
    package static let allNodes = IPv6Address(rawValue: 0xff02 << 112 | 0x1)
}
