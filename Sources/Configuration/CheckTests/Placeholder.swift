/// `<name>` and `<name.part>` in the words of a test.
enum Placeholder {
    /// The names that stand in a text, in order.
    static func names(in text: String) -> [String] {
        self.pieces(of: text).compactMap { $0.isName ? $0.text : nil }
    }

    /// Names without a value stay as they are.
    static func replace(in text: String, with values: [String: String]) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        return self.pieces(of: text).map { $0.isName ? values[$0.text] ?? "<\($0.text)>" : $0.text }.joined()
    }

    private static func pieces(of text: String) -> [(text: String, isName: Bool)] {
        let bytes = Array(text.utf8)
        var pieces: [(text: String, isName: Bool)] = []
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<"),
                let end = bytes[index...].prefix(Self.lengthLimit).firstIndex(of: UInt8(ascii: ">")),
                self.isName(bytes[(index + 1)..<end])
            else {
                plain.append(bytes[index])
                index += 1
                continue
            }
            pieces.append((String(decoding: plain, as: UTF8.self), false))
            pieces.append((String(decoding: bytes[(index + 1)..<end], as: UTF8.self), true))
            plain = []
            index = end + 1
        }
        return pieces + [(String(decoding: plain, as: UTF8.self), false)]
    }

    /// Names are not longer, and a text full of `<` must not cost the square of its length.
    private static let lengthLimit = 80

    /// Letters, digits, `_` and `-`, and points between; a letter first.
    static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, ASCII.startsName(first) else { return false }
        return bytes.allSatisfy {
            ASCII.continuesName($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }
}
