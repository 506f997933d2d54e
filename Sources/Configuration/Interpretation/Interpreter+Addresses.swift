import Checks
import VRRP

extension Interpreter {
    /// `virtual_ipaddress { ADDRESS[/LENGTH] [dev IF] [label S] [scope S] [brd A] … }`, one address a line.
    mutating func readAddresses(
        _ statement: Statement,
        to list: WritableKeyPath<InstanceDraft, [InstanceDraft.AddressDraft]>,
        of draft: inout InstanceDraft
    ) {
        guard let block = self.block(of: statement) else { return }
        for entry in block {
            if entry.block != nil {
                self.log.warning(entry.keyword, "an address takes no block; it is skipped")
            }
            let parts = entry.keyword.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            if let first = parts.first, Decimal.looksLikeIPv6(first) { draft.skippedAddresses += 1 }
            guard var address = self.virtualAddress(entry.keyword, parts: parts, of: statement) else { continue }
            self.readAddressOptions(entry.arguments, into: &address)
            draft[keyPath: list].append(address)
        }
    }

    private mutating func virtualAddress(
        _ word: Word,
        parts: [Substring],
        of statement: Statement
    ) -> InstanceDraft.AddressDraft? {
        let text = Word(
            text: String(parts.first ?? ""),
            location: word.location,
            length: word.length,
            line: word.line
        )
        guard let address = self.address(text, of: statement.keyword.text).map(IPAddress.v4) else { return nil }
        guard address.isHost else {
            self.log.error(word, "\(word.quoted) cannot be set on an interface: expected a host's address")
            return nil
        }
        guard parts.count == 2 else {
            return InstanceDraft.AddressDraft(word: word, address: address, prefixLength: 32)
        }
        guard let length = Decimal.integer(String(parts[1])), (0...32).contains(length) else {
            self.log.error(word, "\(word.quoted) has no valid prefix length: expected 0 to 32 behind the '/'")
            return nil
        }
        return InstanceDraft.AddressDraft(word: word, address: address, prefixLength: UInt8(length))
    }

    private mutating func readAddressOptions(_ words: [Word], into draft: inout InstanceDraft.AddressDraft) {
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            guard let keyword = AddressKeyword(rawValue: word.text) else {
                index += self.reportAddressWord(word)
                continue
            }
            guard index < words.count else {
                self.log.error(word, "\(word.quoted) needs a value")
                return
            }
            let value = words[index]
            index += 1
            switch keyword {
            case .device: draft.device = self.interfaceName(value) ?? draft.device
            case .label: draft.label = self.label(value)
            case .scope: draft.scope = self.scope(value) ?? 0
            case .broadcast, .broadcastShort: draft.broadcast = self.broadcast(value)
            }
        }
    }

    /// - Returns: how many words behind this one belong to it.
    private mutating func reportAddressWord(_ word: Word) -> Int {
        if let values = AddressKeyword.later[word.text] {
            self.log.warning(word, "not supported yet: \(word.text) of an address is ignored", category: .unsupported)
            return values
        }
        let address = word.text.prefix { $0 != "/" }
        if IPAddress(address) != nil || Decimal.looksLikeIPv6(address) {
            self.log.error(word, "one address a line: \(word.quoted) would be lost", fix: "move it to its own line")
            return 0
        }
        let known = AddressKeyword.allCases.map(\.rawValue) + AddressKeyword.later.keys.sorted()
        self.log.warning(
            word,
            "unknown word \(word.quoted) behind an address is ignored",
            fix: NearestWord.find(word.text, in: known).map { "did you mean '\($0)'?" },
            category: .syntax
        )
        return 0
    }

    private mutating func label(_ word: Word) -> String? {
        guard (1...15).contains(word.text.utf8.count) else {
            self.log.error(word, "label \(word.quoted) is too long: expected 1 to 15 characters")
            return nil
        }
        return word.text
    }

    /// A name of `rt_scopes` or a number.
    private mutating func scope(_ word: Word) -> UInt8? {
        switch word.text {
        case "global", "universe": return 0
        case "site": return 200
        case "link": return 253
        case "host": return 254
        case "nowhere": return 255
        default: break
        }
        guard let number = Decimal.integer(word.text), let scope = UInt8(exactly: number) else {
            self.log.error(word, "scope \(word.quoted) is unknown: expected global, site, link, host or 0 to 255")
            return nil
        }
        return scope
    }

    private mutating func broadcast(_ word: Word) -> InstanceDraft.AddressDraft.Broadcast? {
        switch word.text {
        case "+": .ones
        case "-": .zeros
        default: self.address(word, of: "brd").map { .address($0) }
        }
    }
}
