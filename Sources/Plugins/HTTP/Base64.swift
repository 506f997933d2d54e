/// The encoding of basic authentication (RFC 4648, section 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        func append(_ shifts: [UInt32]) {
            for shift in shifts { text.append(Self.alphabet[Int(bits >> shift & 63)]) }
        }
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                append([18, 12, 6, 0])
                (bits, count) = (0, 0)
            }
        }
        switch count {
        case 1:
            bits <<= 4
            append([6, 0])
            text += Array("==".utf8)
        case 2:
            bits <<= 2
            append([12, 6, 0])
            text += Array("=".utf8)
        default: break
        }
        return String(decoding: text, as: UTF8.self)
    }
}
