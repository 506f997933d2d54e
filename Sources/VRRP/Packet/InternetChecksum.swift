/// The 16 bit one's complement sum of RFC 1071, used by IPv4 headers and by VRRP messages.
package struct InternetChecksum: Hashable, Sendable {
    /// Unfolded: 64 bits hold the sum of any IP packet many times over.
    private var sum: UInt64 = 0

    package init() {}

    /// Adds bytes as big-endian words; an odd last byte counts as the high half of a word.
    package mutating func add(_ bytes: Span<UInt8>) {
        var index = 0
        while index + 1 < bytes.count {
            self.sum += UInt64(bytes[index]) << 8 | UInt64(bytes[index + 1])
            index += 2
        }
        if index < bytes.count {
            self.sum += UInt64(bytes[index]) << 8
        }
    }

    package mutating func add(_ word: UInt16) {
        self.sum += UInt64(word)
    }

    package mutating func add(_ address: IPAddress) {
        self.add(address.bytes.span)
    }

    /// What belongs into a checksum field that was zero while summing.
    package var value: UInt16 { ~self.folded }

    /// Whether everything added, the checksum field included, sums up as a correct sender made it.
    package var isValid: Bool { self.folded == 0xffff }

    private var folded: UInt16 {
        var sum = self.sum
        while sum > 0xffff {
            sum = (sum >> 16) + (sum & 0xffff)
        }
        return UInt16(truncatingIfNeeded: sum)
    }
}
