import Checks

/// One value of the effective configuration and where it comes from.
struct Setting: Hashable {
    /// keepalived's name for it, where it has one.
    let name: String
    let value: JSONValue
    /// Where it was written; nil where it is the default.
    let origin: SourceLocation?
    /// Where each element of a list was written, as far as that is known.
    var places: [SourceLocation?] = []
    /// What stands behind each element of a list in the text form; nil = nothing.
    var remarks: [String]?
    /// Whether the text form leaves it out, because another setting shows it.
    var isShownElsewhere = false
}
