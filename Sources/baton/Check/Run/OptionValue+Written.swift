import Checks

extension OptionValue {
    /// As it could stand in a file.
    var written: String {
        switch self {
        case .string(let text): Self.word(text)
        case .strings(let words): words.map(Self.word).joined(separator: " ")
        case .bytes(let bytes): Self.word(Self.escaped(bytes))
        case .integer(let number): "\(number)"
        case .duration(let duration): (duration.milliseconds / 1000).short
        case .boolean(let value): value ? "on" : "off"
        case .integerRanges(let ranges):
            ranges.map {
                $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
            }.joined(separator: " ")
        case .hostAndPort(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }

    /// In quotes where the grammar would read it otherwise.
    static func word(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7f && !"\"'\\{}#!$@~".unicodeScalars.contains(scalar)
        }
        guard !isPlain || text.isEmpty else { return text }
        // Within quotes a backslash takes a quote or a backslash behind it, and is itself otherwise.
        var escaped = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : "\""
            if character == "\"" || (character == "\\" && (next == "\"" || next == "\\")) { escaped += "\\" }
            escaped.append(character)
        }
        return "\"\(escaped)\""
    }

    /// As an option of escaped text takes it.
    private static func escaped(_ bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case 0x0d: text += "\\r"
            case 0x0a: text += "\\n"
            case 0x09: text += "\\t"
            case UInt8(ascii: "\\"): text += "\\\\"
            case 0x20...0x7e: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return text
    }
}
