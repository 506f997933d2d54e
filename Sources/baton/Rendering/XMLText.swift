/// Texts in an XML 1.0 document; characters it may not hold are left out.
enum XMLText {
    /// Between quotation marks. Line ends are kept as references; as they stand they would be read as blanks.
    static func attribute(_ text: String) -> String {
        self.escaped(text) { scalar in
            switch scalar {
            case "\"": "&quot;"
            case "\n": "&#10;"
            case "\r": "&#13;"
            case "\t": "&#9;"
            default: nil
            }
        }
    }

    /// Between tags.
    static func content(_ text: String) -> String {
        self.escaped(text) { _ in nil }
    }

    private static func escaped(_ text: String, also replacement: (Unicode.Scalar) -> String?) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if let replacement = replacement(scalar) {
                escaped += replacement
                continue
            }
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case _ where self.mayStand(scalar): escaped.unicodeScalars.append(scalar)
            default: break
            }
        }
        return escaped
    }

    /// `Char` of XML 1.0.
    private static func mayStand(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
