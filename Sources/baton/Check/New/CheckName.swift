/// Names that are one word in every quoting, and safe as a file's.
enum CheckName {
    static func isValid(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain && (1...64).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: ".")
            && name.utf8.first != UInt8(ascii: "-")
    }

    /// The nearest valid name: other characters become `_`.
    static func made(of text: String) -> String {
        let name = text.lowercased().map { self.isValid("a\($0)") && $0 != "." && $0 != "-" ? String($0) : "_" }
            .joined()
        let trimmed = name.prefix(48)
        return trimmed.isEmpty ? "check" : String(trimmed)
    }
}
