/// The parts of an `http://` or `https://` URL a check needs to know before it asks libcurl.
public struct HTTPLocation: Hashable, Sendable {
    public var usesTLS: Bool
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    public var host: String
    public var port: UInt16

    /// nil for every other scheme, for an empty or malformed host, for user names and passwords (they would stand
    /// in every log line), and for spaces and control characters.
    public init?(_ url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { return nil }
        guard let separator = url.utf8Range(of: "://") else { return nil }
        switch url[..<separator.lowerBound].lowercased() {
        case "http": self.usesTLS = false
        case "https": self.usesTLS = true
        default: return nil
        }
        let rest = url[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { return nil }
        if let (host, port) = OptionValue.hostAndPort(authority) {
            self.host = host
            self.port = port
        } else if let host = Self.host(authority) {
            self.host = host
            self.port = self.usesTLS ? 443 : 80
        } else {
            return nil
        }
    }

    /// A name, an IPv4 address or a bracketed IPv6 address, without its brackets.
    static func host(_ text: some StringProtocol) -> String? {
        if text.first == "[" {
            guard text.last == "]" else { return nil }
            let inner = text.dropFirst().dropLast()
            let isAddress = inner.utf8.allSatisfy { byte in
                Self.isAlphanumeric(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "%")
            }
            return isAddress && inner.contains(":") ? String(inner) : nil
        }
        let isName = text.utf8.allSatisfy { byte in
            Self.isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_") || byte >= 0x80
        }
        return isName && !text.isEmpty && text.utf8.count <= 253 ? String(text) : nil
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

extension String {
    fileprivate func utf8Range(of text: StaticString) -> Range<String.Index>? {
        let wanted = Array("\(text)".utf8)
        var index = self.utf8.startIndex
        while index != self.utf8.endIndex {
            let tail = self.utf8[index...]
            if tail.starts(with: wanted) {
                return index..<self.utf8.index(index, offsetBy: wanted.count)
            }
            index = self.utf8.index(after: index)
        }
        return nil
    }
}
