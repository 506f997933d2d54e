/// The bits of a file's mode that are left out when a file is made.
package enum FileModeMask {
    /// keepalived's: what a script makes is its user's alone, and not executable.
    package static let standard: UInt32 = 0o177

    /// Reads a number as C writes it (`0177`, `0x7f`, `127`), or names of bits (`IRWXG|IRWXO`, `IXUSR | IRGRP`).
    ///
    /// - Returns: nil for anything else, and for numbers over 0777.
    package static func parse(_ words: [String]) -> UInt32? {
        guard let first = words.first else { return nil }
        guard first.utf8.first.map({ !(0x30...0x39).contains($0) }) ?? false else {
            return words.count == 1 ? self.number(first) : nil
        }
        var mask: UInt32 = 0
        for name in words.joined().split(separator: "|", omittingEmptySubsequences: false) {
            guard let bits = self.names[String(name)] else { return nil }
            mask |= bits
        }
        return mask
    }

    private static func number(_ text: String) -> UInt32? {
        let value =
            if text.hasPrefix("0x") || text.hasPrefix("0X") {
                UInt32(text.dropFirst(2), radix: 16)
            } else if text.hasPrefix("0") {
                UInt32(text, radix: 8)
            } else {
                UInt32(text)
            }
        return value.flatMap { $0 <= 0o777 ? $0 : nil }
    }

    private static let names: [String: UInt32] = [
        "IRUSR": 0o400, "IWUSR": 0o200, "IXUSR": 0o100, "IRWXU": 0o700, "IRGRP": 0o040, "IWGRP": 0o020, "IXGRP": 0o010,
        "IRWXG": 0o070, "IROTH": 0o004, "IWOTH": 0o002, "IXOTH": 0o001, "IRWXO": 0o007,
    ]

    /// As an operator writes it.
    package static func text(_ mask: UInt32) -> String {
        let digits = String(mask, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
