import Checks
import Routing
import VRRP

/// Values that routes and rules share.
extension Interpreter {
    /// Says why a line cannot be used.
    mutating func refusal(_ word: Word, _ message: String, fix: String? = nil) -> Reported {
        self.log.error(word, message, fix: fix)
        return Reported()
    }

    mutating func value(_ cursor: inout WordCursor, expected: String) throws(Reported) -> Word {
        let keyword = cursor.last
        guard let word = cursor.take() else {
            throw self.refusal(keyword, "\(keyword.quoted) needs \(expected)")
        }
        return word
    }

    /// Decimal, or hexadecimal behind `0x`.
    mutating func number(_ word: Word, of name: String, upTo limit: UInt64) throws(Reported) -> UInt64 {
        guard let number = RoutingNames.number(word.text), number <= limit else {
            throw self.refusal(
                word,
                "\(name) \(word.quoted) is out of range: expected a whole number from 0 to \(limit)"
            )
        }
        return number
    }

    mutating func number(_ cursor: inout WordCursor, upTo limit: UInt64 = UInt64(UInt32.max)) throws(Reported)
        -> UInt32
    {
        let name = cursor.last.text
        let word = try self.value(&cursor, expected: "a whole number from 0 to \(limit)")
        return UInt32(truncatingIfNeeded: try self.number(word, of: name, upTo: limit))
    }

    /// A name of a table of iproute2, or a number.
    mutating func named(_ cursor: inout WordCursor, in table: RoutingNames.Table) throws(Reported) -> UInt32 {
        let name = cursor.last.text
        let word = try self.value(&cursor, expected: "a number or a name of \(table.rawValue)")
        return try self.named(word, of: name, in: table)
    }

    mutating func named(_ word: Word, of name: String, in table: RoutingNames.Table) throws(Reported) -> UInt32 {
        guard let number = self.routingNames.number(word.text, in: table) else {
            throw self.refusal(
                word,
                "\(name) \(word.quoted) is unknown: expected a number up to \(table.limit) or a name of "
                    + table.rawValue,
                fix: self.log.nearest(word.text, in: self.routingNames.names(in: table)).map { "did you mean '\($0)'?" }
            )
        }
        return number
    }

    /// `SOURCE/DESTINATION`, or the destination's alone.
    mutating func realms(_ cursor: inout WordCursor) throws(Reported) -> UInt32 {
        let word = try self.value(&cursor, expected: "a realm, or two with '/' between them")
        let parts = word.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var realms: UInt32 = 0
        for part in parts {
            let half = Word(text: String(part), column: word.column, length: word.length, line: word.line)
            realms = realms << 16 | (try self.named(half, of: "realms", in: .realms))
        }
        return realms
    }

    /// An address of either family, without a prefix length.
    mutating func hostAddress(_ cursor: inout WordCursor) throws(Reported) -> IPAddress {
        let word = try self.value(&cursor, expected: "an address")
        return try self.hostAddress(word)
    }

    mutating func hostAddress(_ word: Word) throws(Reported) -> IPAddress {
        guard let address = IPAddress(word.text) else {
            throw self.refusal(word, "\(word.quoted) is no address: expected one such as 192.0.2.1 or 2001:db8::1")
        }
        return address
    }

    /// `ADDRESS[/LENGTH]`; nil for `default`, `any` and `all`, which are of any family.
    mutating func prefix(_ word: Word) throws(Reported) -> AddressPrefix? {
        switch word.text {
        case "default", "any", "all": return nil
        case "default6": return .all(.ipv6)
        default: break
        }
        let parts = word.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else {
            throw self.refusal(
                word,
                "\(word.quoted) is no network: expected ADDRESS[/LENGTH], such as 192.0.2.0/24, or default"
            )
        }
        let longest = address.family.maximumPrefixLength
        guard parts.count == 2 else { return AddressPrefix(address, length: longest) }
        guard let length = Decimal.integer(String(parts[1])), (0...Int(longest)).contains(length) else {
            throw self.refusal(
                word,
                "\(word.quoted) has no valid prefix length: expected 0 to \(longest) behind the '/'"
            )
        }
        return AddressPrefix(address, length: UInt8(length))
    }

    mutating func device(_ cursor: inout WordCursor) throws(Reported) -> String {
        let word = try self.value(&cursor, expected: "the name of an interface")
        guard let name = self.interfaceName(word) else { throw Reported() }
        return name
    }

    /// A name of a `track_group`; whether there is one is looked at in the end.
    mutating func trackGroup(_ cursor: inout WordCursor, isStatic: Bool) throws(Reported) -> String? {
        let keyword = cursor.last
        let word = try self.value(&cursor, expected: "the name of a track_group")
        guard isStatic else {
            self.log.warning(keyword, "track_group is for static items; it is ignored here")
            return nil
        }
        self.trackGroupUses.append(word)
        return word.text
    }
}
