/// What an address in figures looks like, for those who must not ask the C library.
enum NumericAddress {
    static func isValid(_ text: some StringProtocol) -> Bool {
        text.contains(":") ? self.isIPv6(text) : self.isIPv4(text)
    }

    /// Four numbers from 0 to 255 with dots (RFC 6943, section 3.1.1, strict form).
    private static func isIPv4(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.utf8.count <= 3 && Int(decimal: part).map { $0 <= 255 } ?? false
                    && (part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"))
            }
    }

    /// Eight groups, or fewer with one `::`; the last two may be an IPv4 address, and a zone may follow (RFC 4291,
    /// section 2.2; RFC 4007, section 11).
    private static func isIPv6(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count == 1 || !parts[1].isEmpty else { return false }
        let halves = address.split(separator: "::", omittingEmptySubsequences: false)
        guard let head = halves.first, halves.count <= 2 else { return false }
        guard halves.count == 2 else { return self.groups(in: head, isLast: true) == 8 }
        guard let before = self.groups(in: head, isLast: false), let behind = self.groups(in: halves[1], isLast: true)
        else { return false }
        return before + behind <= 7
    }

    /// How many groups stand here; nil where something else does.
    private static func groups(in text: some StringProtocol, isLast: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = groups.count
        if isLast, let last = groups.last, self.isIPv4(last) {
            groups.removeLast()
            count += 1
        }
        return groups.allSatisfy { self.isGroup($0) } ? count : nil
    }

    private static func isGroup(_ text: some StringProtocol) -> Bool {
        (1...4).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                    UInt8(ascii: "A")...UInt8(ascii: "F"):
                    true
                default: false
                }
            }
    }
}
