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
            guard var address = self.virtualAddress(entry.keyword, parts: parts, of: statement) else { continue }
            self.readAddressOptions(entry.arguments, isStatic: false, into: &address)
            draft[keyPath: list].append(address)
        }
    }

    mutating func virtualAddress(
        _ word: Word,
        parts: [Substring],
        of statement: Statement
    ) -> InstanceDraft.AddressDraft? {
        let text = Word(
            text: String(parts.first ?? ""),
            column: word.column,
            length: word.length,
            line: word.line
        )
        guard let address = self.ipAddress(text) else { return nil }
        guard address.isHost else {
            self.log.error(word, "\(word.quoted) cannot be set on an interface: expected a host's address")
            return nil
        }
        guard parts.count == 2 else {
            let longest = address.family.maximumPrefixLength
            return InstanceDraft.AddressDraft(word: word, address: address, prefixLength: longest)
        }
        let longest = Int(address.family.maximumPrefixLength)
        guard let length = Decimal.integer(String(parts[1])), (0...longest).contains(length) else {
            self.log.error(word, "\(word.quoted) has no valid prefix length: expected 0 to \(longest) behind the '/'")
            return nil
        }
        return InstanceDraft.AddressDraft(word: word, address: address, prefixLength: UInt8(length))
    }

    mutating func label(_ word: Word) -> String? {
        guard (1...15).contains(word.text.utf8.count) else {
            self.log.error(word, "label \(word.quoted) is too long: expected 1 to 15 characters")
            return nil
        }
        return word.text
    }

    mutating func broadcast(_ word: Word) -> InstanceDraft.AddressDraft.Broadcast? {
        switch word.text {
        case "+": .ones
        case "-": .zeros
        default: self.ipv4Address(word).map { .address($0) }
        }
    }
}
