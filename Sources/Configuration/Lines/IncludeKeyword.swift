/// The six spellings of `include`: what the suffix asks to be checked.
enum IncludeKeyword: String {
    case include
    case includeReadable = "includer"
    case includeMatching = "includem"
    case includeWildcard = "includew"
    case includeBraces = "includeb"
    case includeAll = "includea"

    var checks: IncludeChecks {
        switch self {
        case .include: []
        case .includeReadable: .readable
        case .includeMatching: [.readable, .match]
        case .includeWildcard: [.readable, .match, .wildcard]
        case .includeBraces: [.readable, .braces]
        case .includeAll: .all
        }
    }
}
