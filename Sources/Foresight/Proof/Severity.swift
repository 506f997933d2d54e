/// How bad the failure of a check is, in the operator's words.
package enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    case minor
    case major
    case critical

    /// 1 for the mildest.
    package var rank: Int {
        switch self {
        case .minor: 1
        case .major: 2
        case .critical: 3
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
