import Checks
import VRRP

extension Interpreter {
    /// The one value of a statement; more words are warned of, as keepalived ignores them.
    mutating func value(of statement: Statement, expected: @autoclosure () -> String) -> Word? {
        guard let value = statement.arguments.first, !value.text.isEmpty else {
            self.log.error(statement.keyword, "\(statement.keyword.quoted) needs \(expected())")
            return nil
        }
        self.warnOfExcess(statement, after: 1)
        return value
    }

    /// Warns of words behind the `count` first ones, and of a block.
    mutating func warnOfExcess(_ statement: Statement, after count: Int) {
        if statement.arguments.count > count {
            let excess = statement.arguments[count]
            self.log.warning(
                excess,
                "unexpected word \(excess.quoted) behind \(statement.keyword.quoted) is ignored",
                fix: "one statement a line; put a value with blanks in double quotes"
            )
        }
        if statement.block != nil {
            self.log.warning(statement.keyword, "\(statement.keyword.quoted) takes no block; it is skipped")
        }
    }

    /// The statements of a block that must be there.
    mutating func block(of statement: Statement) -> [Statement]? {
        guard let block = statement.block else {
            self.log.error(
                statement.keyword,
                "\(statement.keyword.quoted) needs a block",
                fix: "write it as \(Self.header(of: statement)) { … }",
                category: .syntax
            )
            return nil
        }
        return block
    }

    /// With the name of a block that has one; other words of a line may be secret.
    private static func header(of statement: Statement) -> String {
        let isNamed = RootKeyword(rawValue: statement.keyword.text) != nil && statement.arguments.count == 1
        return isNamed ? "\(statement.keyword.text) \(statement.arguments[0].text)" : statement.keyword.text
    }

    mutating func integer(
        _ statement: Statement,
        in range: ClosedRange<Int>,
        mistake: Diagnostic.Mistake? = nil
    ) -> Int? {
        guard
            let word = self.value(
                of: statement,
                expected: "a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        else { return nil }
        return self.integer(word, of: statement.keyword.text, in: range, mistake: mistake)
    }

    mutating func integer(
        _ word: Word,
        of name: String,
        in range: ClosedRange<Int>,
        mistake: Diagnostic.Mistake? = nil
    ) -> Int? {
        guard let value = Decimal.integer(word.text), range.contains(value) else {
            self.log.error(
                word,
                "\(name) \(word.quoted) is out of range: expected a whole number from "
                    + "\(range.lowerBound) to \(range.upperBound)",
                mistake: mistake
            )
            return nil
        }
        return value
    }

    /// Seconds with decimals.
    mutating func seconds(_ statement: Statement, in range: ClosedRange<Duration>) -> Duration? {
        var expected: String {
            "seconds from \(Decimal.text(range.lowerBound)) to \(Decimal.text(range.upperBound))"
        }
        guard let word = self.value(of: statement, expected: expected) else { return nil }
        guard let value = Decimal.seconds(word.text), range.contains(value) else {
            self.log.error(word, "\(statement.keyword.text) \(word.quoted) is not valid: expected \(expected)")
            return nil
        }
        return value
    }

    /// `true on yes` / `false off no`; true without a word.
    mutating func flag(_ statement: Statement) -> Bool? {
        self.warnOfExcess(statement, after: 1)
        switch statement.arguments.first?.text {
        case nil, "true", "on", "yes": return true
        case "false", "off", "no": return false
        case .some:
            self.log.error(
                statement.arguments.first ?? statement.keyword,
                "\(statement.keyword.text) expects on or off (or true, yes, false, no)"
            )
            return nil
        }
    }

    /// One of a few words.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ statement: Statement,
        of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        let choices = Choice.allCases.map(\.rawValue)
        let last = choices.last.map { " or \($0)" } ?? ""
        let expected = choices.dropLast().joined(separator: ", ") + last
        guard let word = self.value(of: statement, expected: expected) else { return nil }
        guard let choice = Choice(rawValue: word.text) else {
            self.log.error(
                word,
                "\(statement.keyword.text) \(word.quoted) is unknown: expected \(expected)",
                fix: self.log.nearest(word.text, in: choices).map { "did you mean '\($0)'?" }
            )
            return nil
        }
        return choice
    }

    /// A dotted IPv4 address.
    mutating func ipv4Address(_ word: Word) -> IPv4Address? {
        if let address = IPv4Address(word.text) { return address }
        self.log.error(
            word,
            "\(word.quoted) is no IPv4 address: expected four numbers from 0 to 255 with dots, such as 192.0.2.1"
        )
        return nil
    }

    /// An address of either family.
    mutating func ipAddress(_ word: Word) -> IPAddress? {
        if let address = IPAddress(word.text) { return address }
        let expected =
            Decimal.looksLikeIPv6(word.text)
            ? "no IPv6 address: expected up to eight groups of four hexadecimal digits, such as 2001:db8::1"
            : "no IPv4 address: expected four numbers from 0 to 255 with dots, such as 192.0.2.1"
        self.log.error(word, "\(word.quoted) is \(expected)")
        return nil
    }

    /// An interface name as the kernel takes it: 1 to 15 bytes, no slash, no blank.
    mutating func interfaceName(_ word: Word) -> String? {
        let isName =
            (1...15).contains(word.text.utf8.count) && word.text != "." && word.text != ".."
            && !word.text.utf8.contains { $0 == UInt8(ascii: "/") || ASCII.isBlank($0) || $0 == 0 }
        guard isName else {
            self.log.error(word, "\(word.quoted) is no interface name: expected 1 to 15 characters without '/'")
            return nil
        }
        return word.text
    }

    /// The absolute path of a folder.
    mutating func folder(_ statement: Statement) -> String? {
        guard let word = self.value(of: statement, expected: "the absolute path of a folder") else { return nil }
        guard word.text.hasPrefix("/"), !word.text.utf8.contains(0) else {
            self.log.error(
                word,
                "\(statement.keyword.text) expects the absolute path of a folder, found \(word.quoted)"
            )
            return nil
        }
        return word.text
    }

    /// `USER [GROUP]`.
    mutating func user(_ statement: Statement) -> ScriptUser? {
        guard let user = statement.arguments.first, !user.text.isEmpty else {
            self.log.error(statement.keyword, "\(statement.keyword.quoted) needs a user and may have a group")
            return nil
        }
        self.warnOfExcess(statement, after: 2)
        self.needUser(statement.arguments.prefix(2), of: statement.keyword.text, takesNumbers: true)
        return ScriptUser(
            user: user.text,
            group: statement.arguments.count > 1 ? statement.arguments[1].text : nil
        )
    }

    /// `N [reverse|noreverse]` as it stands behind `weight`.
    ///
    /// - Parameter limit: 253 or 254; a 254 where 253 is the limit becomes that, as in keepalived.
    mutating func weight(_ words: ArraySlice<Word>, after keyword: Word, limit: Int = 253) -> CheckWeight? {
        guard let number = words.first else {
            self.log.error(keyword, "\(keyword.quoted) needs a whole number from -\(limit) to \(limit)")
            return nil
        }
        guard number.text != "reverse", number.text != "noreverse" else {
            self.log.error(
                number,
                "there is no number between weight and \(number.quoted): expected a whole number from -\(limit) to \(limit)",
                fix: "write it as weight N \(number.text)"
            )
            return nil
        }
        guard var value = Decimal.integer(number.text), (-254...254).contains(value) else {
            self.log.error(
                number,
                "weight \(number.quoted) is out of range: expected a whole number from -\(limit) to \(limit)"
            )
            return nil
        }
        if abs(value) > limit {
            value = value.signum() * limit
            self.log.warning(number, "weight \(number.quoted) is out of range; \(value) is used")
        }
        var weight = CheckWeight(value: value)
        if let word = words.dropFirst().first {
            switch word.text {
            case "reverse": weight.reverse = true
            case "noreverse": break
            default:
                self.log.warning(
                    word,
                    "unexpected word \(word.quoted) behind a weight is ignored",
                    fix: "expected reverse, noreverse or nothing"
                )
            }
        }
        if let excess = words.dropFirst(2).first {
            self.log.warning(excess, "unexpected word \(excess.quoted) behind a weight is ignored")
        }
        return weight
    }
}
