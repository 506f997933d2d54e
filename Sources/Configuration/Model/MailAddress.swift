/// A mailbox as RFC 5322 has it: `name@host`, perhaps with a name for people before it.
///
/// As with keepalived, a mailbox of the server's own host may do without `@host`.
package struct MailAddress: Hashable, Sendable {
    /// What the server is told; without angle brackets.
    package let mailbox: String
    /// Without the quotes it needs in a field; nil = none.
    package let displayName: String?

    /// - Returns: nil for a mailbox that is none, and for a name with control characters.
    package init?(mailbox: String, displayName: String? = nil) {
        guard Self.isMailbox(mailbox) else { return nil }
        guard displayName?.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) ?? true else { return nil }
        self.mailbox = mailbox
        self.displayName = displayName
    }

    /// As a configuration has it: the mailbox, with a name in front of it in angle brackets.
    package var written: String { self.displayName.map { "\($0) <\(self.mailbox)>" } ?? self.mailbox }

    private init(checked mailbox: String) {
        self.mailbox = mailbox
        self.displayName = nil
    }

    /// The sender where neither the configuration nor the host has a name.
    package static let keepalived = MailAddress(checked: "keepalived@localhost")

    /// Reads `name@host`, `<name@host>` or `Some name <name@host>`. The name may have the quotes it needs in a mail.
    package init?(_ text: String) {
        guard text.hasSuffix(">") else {
            self.init(mailbox: text)
            return
        }
        guard let start = text.lastIndex(of: "<") else { return nil }
        let mailbox = text[text.index(after: start)...].dropLast()
        var name = text[..<start]
        while let last = name.last, last == " " || last == "\t" { name.removeLast() }
        while let first = name.first, first == " " || first == "\t" { name.removeFirst() }
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") {
            name = name.dropFirst().dropLast()
        }
        self.init(mailbox: String(mailbox), displayName: name.isEmpty ? nil : String(name))
    }

    /// The dot-atom form of RFC 5322 section 3.2.3, with any character beyond ASCII, and of the host also `[ADDRESS]`.
    private static func isMailbox(_ text: String) -> Bool {
        guard text.utf8.count <= 254 else { return false }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard let local = parts.first, parts.count <= 2, local.utf8.count <= 64, self.isDotAtom(local) else {
            return false
        }
        guard parts.count == 2 else { return true }
        let host = parts[1]
        if host.hasPrefix("["), host.hasSuffix("]") {
            let literal = host.dropFirst().dropLast().utf8
            return !literal.isEmpty
                && literal.allSatisfy {
                    ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                }
        }
        return self.isDotAtom(host)
    }

    private static func isDotAtom(_ text: Substring) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.allSatisfy { ASCII.isLetterOrDigit($0) || $0 >= 0x80 || Self.atomSymbols.contains($0) }
        }
    }

    private static let atomSymbols = Set("!#$%&'*+-/=?^_`{|}~".utf8)
}
