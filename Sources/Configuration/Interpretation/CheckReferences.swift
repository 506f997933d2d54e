/// The words of a check that name something else.
struct CheckReferences {
    /// Behind `tracked_by`; empty for `all`.
    var instances: [Word] = []
    /// Behind `requires`.
    var requires: [Word] = []
    /// The checks a composite judges.
    var members: [Word] = []
}
