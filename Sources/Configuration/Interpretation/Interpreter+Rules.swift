import Checks
import Routing
import VRRP

extension Interpreter {
    /// `virtual_rules` or `static_rules`: one rule a line, in the words of `ip rule`.
    mutating func rules(of statement: Statement, isStatic: Bool) -> [NetworkItem] {
        (self.block(of: statement) ?? []).compactMap { entry in
            if entry.block != nil {
                self.log.warning(entry.keyword, "a rule takes no block; it is skipped")
            }
            return try? self.rule(entry, isStatic: isStatic)
        }
    }

    private mutating func rule(_ entry: Statement, isStatic: Bool) throws(Reported) -> NetworkItem {
        var draft = RuleDraft()
        var cursor = WordCursor(entry.words)
        while let word = cursor.take() {
            guard let keyword = RuleKeyword(rawValue: word.text) else {
                throw self.refusal(
                    word,
                    "unknown word \(word.quoted) in a rule",
                    fix: self.log.nearest(word.text, in: RuleKeyword.allCases.map(\.rawValue))
                        .map { "did you mean '\($0)'?" } ?? "see: ip rule help"
                )
            }
            try self.readRuleWord(keyword, word, &cursor, isStatic: isStatic, into: &draft)
        }
        let rule = try self.finished(&draft, entry)
        var item = NetworkItem(.rule(rule), text: entry.text, location: entry.keyword.location)
        item.isTracked = draft.isTracked
        item.trackGroup = draft.trackGroup
        return item
    }

    private mutating func readRuleWord(
        _ keyword: RuleKeyword,
        _ word: Word,
        _ cursor: inout WordCursor,
        isStatic: Bool,
        into draft: inout RuleDraft
    ) throws(Reported) {
        switch keyword {
        case .ipv4: try self.decide(.ipv4, by: word, in: &draft)
        case .ipv6: try self.decide(.ipv6, by: word, in: &draft)
        case .source: draft.rule.source = try self.selector(&cursor, in: &draft)
        case .destination: draft.rule.destination = try self.selector(&cursor, in: &draft)
        case .inverted: draft.rule.isInverted = true
        case .preference, .order, .priority: draft.preference = try self.number(&cursor)
        case .service, .serviceField:
            draft.rule.service = UInt8(truncatingIfNeeded: try self.named(&cursor, in: .services))
        case .mark: try self.readMark(&cursor, into: &draft)
        case .realms:
            draft.rule.realms = try self.realms(&cursor)
            draft.tableWord = word
            try self.decide(.ipv4, by: word, in: &draft)
        case .suppressedPrefixLength, .suppressedPrefixLengthShort:
            draft.rule.suppressedPrefixLength = try self.number(&cursor, upTo: UInt64(Int32.max))
            draft.tableWord = word
        case .suppressedGroup, .suppressedGroupShort:
            draft.rule.suppressedGroup = try self.named(&cursor, in: .groups)
            draft.tableWord = word
        case .device, .incoming: draft.rule.incomingInterface = try self.device(&cursor)
        case .outgoing: draft.rule.outgoingInterface = try self.device(&cursor)
        case .tunnel:
            let value = try self.value(&cursor, expected: "a whole number")
            draft.rule.tunnelID = try self.number(value, of: word.text, upTo: .max)
        case .users: draft.rule.users = try self.range(&cursor, upTo: UInt32.max)
        case .sourcePorts: draft.rule.sourcePorts = try self.range(&cursor, upTo: UInt16.max)
        case .destinationPorts: draft.rule.destinationPorts = try self.range(&cursor, upTo: UInt16.max)
        case .originator:
            draft.rule.originator = UInt8(truncatingIfNeeded: try self.named(&cursor, in: .protocols))
            draft.originator = cursor.last
        case .ipProtocol, .ipProtocolOfOld: draft.rule.ipProtocol = try self.ipProtocol(&cursor)
        case .untracked: draft.isTracked = false
        case .trackGroup: draft.trackGroup = try self.trackGroup(&cursor, isStatic: isStatic)
        case .table, .lookup, .vrf, .type, .goto, .nothing, .blackhole, .unreachable, .prohibit:
            try self.readAction(keyword, word, &cursor, into: &draft)
        }
    }

    private mutating func decide(_ family: AddressFamily, by word: Word, in draft: inout RuleDraft) throws(Reported) {
        guard draft.decide(family) else {
            throw self.refusal(word, "\(word.quoted) is of \(family), and the rule is of the other family")
        }
    }

    private mutating func readAction(
        _ keyword: RuleKeyword,
        _ word: Word,
        _ cursor: inout WordCursor,
        into draft: inout RuleDraft
    ) throws(Reported) {
        let action: RuleAction
        switch keyword {
        case .table, .lookup:
            let table = try self.named(&cursor, in: .tables)
            guard table > 0 else { throw self.refusal(cursor.last, "there is no table 0") }
            action = .lookup(table: table)
        case .vrf: action = .lookupInVRF
        case .goto: action = .goto(try self.number(&cursor))
        case .nothing: action = .nothing
        case .blackhole: action = .blackhole
        case .unreachable: action = .unreachable
        case .prohibit: action = .prohibit
        case .type, .ipv4, .ipv6, .source, .destination, .inverted, .preference, .order, .priority, .service,
            .serviceField, .mark, .realms, .suppressedPrefixLength, .suppressedPrefixLengthShort, .suppressedGroup,
            .suppressedGroupShort, .device, .incoming, .outgoing, .tunnel, .users, .originator, .ipProtocol,
            .ipProtocolOfOld, .sourcePorts, .destinationPorts, .untracked, .trackGroup:
            let types: [RuleKeyword] = [.goto, .nothing, .blackhole, .unreachable, .prohibit]
            let name = try self.value(&cursor, expected: "blackhole, unreachable, prohibit, nop or goto N")
            guard let type = types.first(where: { $0.rawValue == name.text }) else {
                throw self.refusal(
                    name,
                    "type \(name.quoted) is unknown: expected blackhole, unreachable, prohibit, nop or goto N"
                )
            }
            return try self.readAction(type, name, &cursor, into: &draft)
        }
        guard draft.action == nil else {
            throw self.refusal(word, "\(word.quoted) is a second action; a rule has one")
        }
        draft.action = action
    }

    /// `ADDRESS[/LENGTH]`; nil = any.
    private mutating func selector(
        _ cursor: inout WordCursor,
        in draft: inout RuleDraft
    ) throws(Reported) -> AddressPrefix? {
        let word = try self.value(&cursor, expected: "a network")
        guard let prefix = try self.prefix(word) else { return nil }
        try self.decide(prefix.family, by: word, in: &draft)
        return prefix.isEverything ? nil : prefix
    }

    /// `MARK[/MASK]`.
    private mutating func readMark(_ cursor: inout WordCursor, into draft: inout RuleDraft) throws(Reported) {
        let word = try self.value(&cursor, expected: "a mark, and perhaps a mask behind '/'")
        let parts = word.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { RoutingNames.number(String($0)) }.compactMap { UInt32(exactly: $0) }
        guard numbers.count == parts.count, let mark = numbers.first else {
            throw self.refusal(word, "fwmark \(word.quoted) is no mark: expected a number, or two such as 0x10/0xff")
        }
        draft.rule.mark = mark
        draft.rule.markMask = numbers.count > 1 ? numbers[1] : nil
    }

    /// `N` or `N-N`.
    private mutating func range<Bound: FixedWidthInteger & UnsignedInteger>(
        _ cursor: inout WordCursor,
        upTo limit: Bound
    ) throws(Reported) -> ClosedRange<Bound> {
        let name = cursor.last.text
        let word = try self.value(&cursor, expected: "a number or two with '-' between them")
        let parts = word.text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Decimal.integer(String($0)) }.compactMap { Bound(exactly: $0) }
        guard numbers.count == parts.count, let first = numbers.first, let last = numbers.last, first <= last else {
            throw self.refusal(
                word,
                "\(name) \(word.quoted) is no range: expected numbers up to \(limit), such as 10-20"
            )
        }
        return first...last
    }

    private mutating func ipProtocol(_ cursor: inout WordCursor) throws(Reported) -> UInt8 {
        let word = try self.value(&cursor, expected: "a protocol, such as tcp or 6")
        if let number = RoutingNames.ipProtocols[word.text.lowercased()] { return number }
        guard let number = Decimal.integer(word.text), let number = UInt8(exactly: number) else {
            throw self.refusal(
                word,
                "ipproto \(word.quoted) is unknown: expected a number up to 255 or one of "
                    + RoutingNames.ipProtocols.keys.sorted().joined(separator: ", ")
            )
        }
        return number
    }

    /// What the words decide together, and keepalived's preference where none was given.
    private mutating func finished(_ draft: inout RuleDraft, _ entry: Statement) throws(Reported) -> Rule {
        guard let action = draft.action else {
            throw self.refusal(entry.keyword, "the rule has no action", fix: "add table T, goto N, nop or a type")
        }
        draft.rule.family = draft.family ?? .ipv4
        draft.rule.action = action
        if let word = draft.tableWord {
            switch action {
            case .lookup, .lookupInVRF: break
            case .goto, .nothing, .blackhole, .unreachable, .prohibit:
                throw self.refusal(word, "\(word.quoted) has a meaning only where the rule looks a table up")
            }
        }
        if case .goto(let target) = action {
            guard let preference = draft.preference, preference < target else {
                throw self.refusal(
                    entry.keyword,
                    "goto \(target) goes forward only: the rule needs a preference below \(target)"
                )
            }
        }
        if draft.isTracked, let word = draft.originator, draft.rule.originator != Route.keepalived {
            self.log.warning(
                word,
                "protocol \(word.quoted) becomes keepalived: a rule that is watched is known by it",
                fix: "add no_track to keep the protocol"
            )
            draft.rule.originator = Route.keepalived
        }
        draft.rule.preference = draft.preference ?? self.defaultPreference(of: draft.rule.family, entry)
        return draft.rule
    }

    /// Counts down from 16384 for each family, in the order of the file, as keepalived does.
    private mutating func defaultPreference(of family: AddressFamily, _ entry: Statement) -> UInt32 {
        let preference = self.nextRulePreferences[family] ?? Rule.firstDefaultPreference
        self.nextRulePreferences[family] = preference > 1 ? preference - 1 : 1
        self.log.warning(
            entry.keyword,
            "this rule has no preference, so it gets \(preference)",
            fix: "write preference N, so that it does not depend on the order of the file"
        )
        return preference
    }
}
