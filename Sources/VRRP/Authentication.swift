/// How VRRPv2 advertisements of a virtual router are marked as its own; v3 has none.
package enum Authentication: Hashable, Sendable {
    case none
    case password(Password)

    /// The eight bytes of a simple text password (RFC 2338 type 1). It guards against mistakes, not against an enemy.
    package struct Password: Hashable, Sendable {
        /// Big-endian: the first character is the most significant byte; unused bytes are zero.
        package let rawValue: UInt64

        /// Takes the first eight bytes of `text`, as keepalived does, and pads with zeros.
        package init(_ text: String) {
            var value: UInt64 = 0
            var count = 0
            for byte in text.utf8.prefix(8) {
                value = value << 8 | UInt64(byte)
                count += 1
            }
            self.rawValue = count == 0 ? 0 : value << (8 * UInt64(8 - count))
        }

        package init(rawValue: UInt64) {
            self.rawValue = rawValue
        }
    }
}
