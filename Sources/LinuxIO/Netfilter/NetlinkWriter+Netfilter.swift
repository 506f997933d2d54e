import CLinux

/// netfilter's dialect: numbers in network order, nested attributes marked as such.
extension NetlinkWriter {
    mutating func number(_ type: UInt16, _ value: some FixedWidthInteger) {
        self.attribute(type) { $0.integer(value.bigEndian) }
    }

    /// With its final zero.
    mutating func text(_ type: UInt16, _ value: String) {
        self.attribute(type, Array(value.utf8) + [0])
    }

    mutating func nest(_ type: UInt16, _ body: (inout NetlinkWriter) -> Void) {
        self.attribute(type | UInt16(NLA_F_NESTED), body)
    }
}
