/// Bytes from the other side, for people: as a text with what cannot be printed written as in the configuration.
enum PrintableBytes {
    /// - Parameter limit: Bytes that are shown; `…` stands for the rest.
    static func text(_ bytes: some Collection<UInt8>, limit: Int = 60) -> String {
        var text = ""
        for byte in bytes.prefix(limit) {
            switch byte {
            case UInt8(ascii: "\r"): text += "\\r"
            case UInt8(ascii: "\n"): text += "\\n"
            case UInt8(ascii: "\t"): text += "\\t"
            case UInt8(ascii: "\\"): text += "\\\\"
            case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "\\x" + Self.hexadecimal(byte)
            }
        }
        return bytes.count > limit ? text + "…" : text
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
    }
}
