/// What is demanded of an include line; what it fails in is an error rather than a warning.
struct IncludeChecks: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// Every file must be readable.
    static let readable = IncludeChecks(rawValue: 1)
    /// Something must match.
    static let match = IncludeChecks(rawValue: 2)
    /// A pattern must match something.
    static let wildcard = IncludeChecks(rawValue: 4)
    /// Every alternative in braces must match something.
    static let braces = IncludeChecks(rawValue: 8)
    static let all: IncludeChecks = [.readable, .match, .wildcard, .braces]
}

extension IncludeChecks {
    /// The check `include_check` calls by this name; the others demand readable files as well.
    init?(word: some StringProtocol) {
        switch word {
        case "read", "readable": self = .readable
        case "match": self = [.readable, .match]
        case "wildcard_match": self = [.readable, .wildcard]
        case "brace_match": self = [.readable, .braces]
        default: return nil
        }
    }

    static let words = ["readable", "match", "wildcard_match", "brace_match"]
}
