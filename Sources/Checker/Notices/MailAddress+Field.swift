import Configuration

extension MailAddress {
    /// As it stands in `From` and `To` (RFC 5322 section 3.4): a name with more than letters, digits, blanks and atom
    /// symbols in quotes, one beyond ASCII in encoded words (RFC 2047).
    var field: String {
        guard let displayName = self.displayName else { return self.mailbox }
        return "\(Self.phrase(displayName)) <\(self.mailbox)>"
    }

    private static func phrase(_ name: String) -> String {
        if !name.utf8.allSatisfy({ $0 < 0x80 }) { return self.encodedWords(name) }
        guard name.utf8.contains(where: self.specials.contains) else { return name }
        var quoted = ""
        for character in name {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return "\"\(quoted)\""
    }

    private static let specials = Set("()<>[]:;@\\,.\"".utf8)

    /// The Q encoding; no word is longer than 75 characters, and none ends within a character.
    private static func encodedWords(_ name: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in name.unicodeScalars {
            let text = self.encoded(scalar)
            if word.utf8.count + text.utf8.count > 63 {
                words.append(word)
                word = ""
            }
            word += text
        }
        words.append(word)
        return words.map { "=?UTF-8?Q?\($0)?=" }.joined(separator: " ")
    }

    private static func encoded(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": return String(scalar)
        case " ": return "_"
        default:
            let digits = Array("0123456789ABCDEF")
            return String(scalar).utf8.map { "=\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        }
    }
}
