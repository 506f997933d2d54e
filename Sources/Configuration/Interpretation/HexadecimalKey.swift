/// The bytes of a key written as `hex:…`, read as keepalived reads them: two digits for each byte, blanks between bytes,
/// and a digit that has no second one is a byte of its own. Nodes that run one and the other thus have the same key.
struct HexadecimalKey {
    let bytes: [UInt8]
    /// Whether a byte has one digit only, which is seldom meant.
    let hasSingleDigit: Bool

    /// - Parameter digits: what stands behind `hex:`.
    /// - Returns: nil for anything but digits and blanks, and for a tab behind a first digit.
    init?(digits: some Sequence<UInt8>) {
        var bytes: [UInt8] = []
        var first: UInt8?
        var hasSingleDigit = false
        for character in digits {
            if let high = first {
                first = nil
                if character == UInt8(ascii: " ") {
                    hasSingleDigit = true
                    bytes.append(high)
                } else if let low = Self.value(of: character) {
                    bytes.append(high << 4 | low)
                } else {
                    return nil
                }
            } else if !ASCII.isBlank(character) {
                guard let high = Self.value(of: character) else { return nil }
                first = high
            }
        }
        if let last = first {
            hasSingleDigit = true
            bytes.append(last)
        }
        self.bytes = bytes
        self.hasSingleDigit = hasSingleDigit
    }

    private static func value(of character: UInt8) -> UInt8? {
        Character(UnicodeScalar(character)).hexDigitValue.map { UInt8(clamping: $0) }
    }
}
