/// The six spellings of `include`: what the suffix asks to be checked.
enum IncludeKeyword: String {
    case include
    /// Every file must be readable.
    case includeReadable = "includer"
    /// Something must match.
    case includeMatching = "includem"
    /// A pattern must match something.
    case includeWildcard = "includew"
    /// Every alternative in braces must match something.
    case includeBraces = "includeb"
    /// All of them.
    case includeAll = "includea"

    var demandsReadable: Bool { self == .includeReadable || self == .includeAll }

    var demandsMatch: Bool { self == .includeMatching || self == .includeWildcard || self == .includeAll }

    var demandsEveryAlternative: Bool { self == .includeBraces || self == .includeAll }
}
