/// The name of a unit, and where it stands on the bus.
struct UnitName: Hashable, Sendable {
    let text: String

    /// nil for what cannot be a name: see systemd.unit(5).
    init?(_ text: String) {
        let text = text.contains(".") ? text : text + ".service"
        let isName = text.utf8.allSatisfy { byte in
            Self.isAlphanumeric(byte) || ":-_.\\@".utf8.contains(byte)
        }
        guard isName, text.utf8.count <= 255, !text.hasPrefix("."), !text.hasSuffix(".") else { return nil }
        self.text = text
    }

    /// The object's path: bytes other than letters and digits, and a digit at the beginning, as `_` and two hexadecimal
    /// digits (sd_bus_path_encode(3)).
    var path: String {
        var path = "/org/freedesktop/systemd1/unit/"
        for (index, byte) in self.text.utf8.enumerated() {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            if Self.isAlphanumeric(byte), !(index == 0 && isDigit) {
                path.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                path += "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return path
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default:
            false
        }
    }
}
