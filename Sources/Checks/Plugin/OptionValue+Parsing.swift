extension OptionValue {
    /// Reads the words behind an option's name as a value of `type`.
    ///
    /// Total over any words. A ``OptionType/boolean`` may have no word at all, ``OptionType/integerRanges(_:)`` may
    /// have several; every other type takes exactly one.
    public init(parsing words: [String], as type: OptionType) throws(OptionError) {
        switch type {
        case .string:
            self = .string(try Self.only(words, of: type))
        case .path:
            let word = try Self.only(words, of: type)
            guard word.utf8.first == UInt8(ascii: "/"), !word.utf8.contains(0) else { throw type.mismatch(words) }
            self = .string(word)
        case .integer(let range):
            guard let value = Int(decimal: try Self.only(words, of: type)), range.contains(value) else {
                throw type.mismatch(words)
            }
            self = .integer(value)
        case .duration(let range):
            let word = try Self.only(words, of: type)
            guard let value = Duration(decimalSeconds: word), range.contains(value.seconds) else {
                throw type.mismatch(words)
            }
            self = .duration(value)
        case .boolean:
            self = .boolean(try Self.boolean(words))
        case .choice(let choices):
            let word = try Self.only(words, of: type)
            guard choices.contains(word) else { throw type.mismatch(words) }
            self = .string(word)
        case .integerRanges(let bounds):
            self = .integerRanges(try Self.ranges(words, within: bounds))
        case .url:
            let word = try Self.only(words, of: type)
            guard HTTPLocation(word) != nil else { throw type.mismatch(words) }
            self = .string(word)
        case .hostAndPort:
            guard let (host, port) = Self.hostAndPort(try Self.only(words, of: type)) else {
                throw type.mismatch(words)
            }
            self = .hostAndPort(host: host, port: port)
        case .programName:
            let word = try Self.only(words, of: type)
            guard !word.utf8.contains(UInt8(ascii: "/")), !word.utf8.contains(0) else { throw type.mismatch(words) }
            self = .string(word)
        case .host:
            let word = try Self.only(words, of: type)
            guard HTTPLocation.host(word) != nil || Self.hostAndPort(word) != nil else { throw type.mismatch(words) }
            self = .string(word)
        case .numericAddress:
            let word = try Self.only(words, of: type)
            guard NumericAddress.isValid(word) else { throw type.mismatch(words) }
            self = .string(word)
        case .words(let range):
            guard range.contains(words.count), !words.contains(where: { $0.utf8.contains(0) }) else {
                throw type.mismatch(words)
            }
            self = .strings(words)
        case .escapedText:
            guard words.count == 1, let word = words.first, let bytes = EscapedText.bytes(of: word) else {
                throw type.mismatch(words)
            }
            self = .bytes(bytes)
        case .hexBytes:
            guard let bytes = EscapedText.hexadecimal(words) else { throw type.mismatch(words) }
            self = .bytes(bytes)
        case .regularExpression:
            self = .string(try RegularExpression(try Self.only(words, of: type)).pattern)
        case .jsonCondition:
            _ = try JSONCondition(words)
            self = .strings(words)
        case .measurementThreshold:
            _ = try MeasurementThreshold(words)
            self = .strings(words)
        case .exitMapping:
            _ = try ExitMapping(words)
            self = .strings(words)
        case .unitName:
            guard let unit = UnitName(try Self.only(words, of: type)) else { throw type.mismatch(words) }
            self = .string(unit.text)
        case .interfaceName:
            let word = try Self.only(words, of: type)
            let isName = word.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != 0x7f }
            guard isName, word.utf8.count <= 15, word != ".", word != ".." else { throw type.mismatch(words) }
            self = .string(word)
        }
    }

    private static func only(_ words: [String], of type: OptionType) throws(OptionError) -> String {
        guard words.count == 1, let word = words.first, !word.isEmpty else { throw type.mismatch(words) }
        return word
    }

    private static func boolean(_ words: [String]) throws(OptionError) -> Bool {
        guard words.count <= 1 else { throw OptionType.boolean.mismatch(words) }
        switch words.first {
        case nil, "true", "on", "yes": return true
        case "false", "off", "no": return false
        case .some: throw OptionType.boolean.mismatch(words)
        }
    }

    private static func ranges(
        _ words: [String],
        within bounds: ClosedRange<Int>
    ) throws(OptionError) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for word in words {
            let ends = word.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = ends.first.flatMap(Int.init(decimal:)), let last = ends.last.flatMap(Int.init(decimal:)),
                first <= last, bounds.contains(first), bounds.contains(last)
            else { throw OptionType.integerRanges(bounds).mismatch(words) }
            ranges.append(first...last)
        }
        guard !ranges.isEmpty else { throw OptionType.integerRanges(bounds).mismatch(words) }
        return ranges
    }

    /// `HOST:PORT` or `[v6]:PORT`; a bare IPv6 address is refused, for its last group could be meant as the port.
    static func hostAndPort(_ word: some StringProtocol) -> (host: String, port: UInt16)? {
        guard let colon = word.lastIndex(of: ":"),
            let port = Int(decimal: word[word.index(after: colon)...]).flatMap(UInt16.init(exactly:)), port != 0,
            let host = HTTPLocation.host(word[..<colon])
        else { return nil }
        return (host, port)
    }
}
