/// How bytes are written in a zone (RFC 1035, section 5.1).
enum DNSText {
    /// Printable ASCII as it is; a backslash, a quote and the characters of `special` behind a backslash; all other
    /// bytes as `\DDD`.
    static func escaped(_ bytes: some Sequence<UInt8>, besides special: String = "") -> String {
        var text = ""
        for byte in bytes {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x20 || byte > 0x7e {
                let digits = "\(byte)"
                text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            } else {
                if character == "\\" || character == "\"" || special.contains(character) { text += "\\" }
                text.append(character)
            }
        }
        return text
    }
}
