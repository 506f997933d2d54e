/// A domain name (RFC 1035, section 3.1): labels of 1 to 63 bytes, at most 255 bytes in all on the wire.
struct DNSName: Hashable, Sendable {
    private(set) var labels: [[UInt8]]

    /// Bytes of a name on the wire, lengths and the final zero included.
    static let limit = 255

    init?(labels: [[UInt8]]) {
        guard labels.allSatisfy({ (1...63).contains($0.count) }),
            labels.reduce(1, { $0 + $1.count + 1 }) <= Self.limit
        else { return nil }
        self.labels = labels
    }

    /// Reads a name as it is written, with or without the final dot; nil for empty labels and for what is too long.
    init?(_ text: String) {
        let relative = text.hasSuffix(".") ? text.dropLast() : text[...]
        let parts = relative.split(separator: ".", omittingEmptySubsequences: false).map { Array($0.utf8) }
        self.init(labels: text == "." ? [] : parts)
    }

    /// The name whose PTR records belong to an address in figures (RFC 1035, section 3.5; RFC 3596, section 2.5).
    static func reverse(of address: SocketAddress) -> DNSName? {
        switch address.addressBytes.count {
        case 4:
            let labels = address.addressBytes.reversed().map { Array("\($0)".utf8) }
            return DNSName(labels: labels + [Array("in-addr".utf8), Array("arpa".utf8)])
        case 16:
            let nibbles = address.addressBytes.reversed().flatMap { [$0 & 0xf, $0 >> 4] }
            let labels = nibbles.map { Array(String($0, radix: 16).utf8) }
            return DNSName(labels: labels + [Array("ip6".utf8), Array("arpa".utf8)])
        default:
            return nil
        }
    }

    var wire: [UInt8] { self.labels.flatMap { [UInt8($0.count)] + $0 } + [0] }

    /// Whether both name the same: ASCII letters are compared without their case (RFC 4343).
    func isSame(as other: DNSName) -> Bool {
        self.labels.count == other.labels.count
            && zip(self.labels, other.labels).allSatisfy { left, right in
                left.map(Self.lowercased) == right.map(Self.lowercased)
            }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension DNSName: CustomStringConvertible {
    /// As in a zone, with the final dot; bytes that have a meaning there or cannot be printed as `\DDD`.
    var description: String {
        self.labels.isEmpty ? "." : self.labels.map { DNSText.escaped($0, besides: ".") + "." }.joined()
    }
}
