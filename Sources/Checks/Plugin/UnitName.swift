/// The name of a unit of systemd.
public struct UnitName: Hashable, Sendable {
    /// With its type.
    public let text: String

    /// `.service` is assumed where no type is given; nil for what cannot be a name: see systemd.unit(5).
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        let text = text.contains(".") ? text : text + ".service"
        let isName = text.utf8.allSatisfy { byte in
            Self.isAlphanumeric(byte) || ":-_.\\@".utf8.contains(byte)
        }
        guard isName, text.utf8.count <= 255, !text.hasPrefix("."), !text.hasSuffix(".") else { return nil }
        self.text = text
    }

    public static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default:
            false
        }
    }
}
