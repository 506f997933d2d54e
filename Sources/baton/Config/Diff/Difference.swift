import Checks

/// One thing in which two nodes are not as they should be, or just not the same.
struct Difference: Hashable {
    let level: DifferenceLevel
    /// The setting's name.
    let field: String
    /// nil where one node has no such thing.
    let left: Setting?
    let right: Setting?
    /// What comes of it; empty where nothing does.
    var consequence = ""

    /// What stands in place of each value where it must not be shown.
    var isSecret = false
}
