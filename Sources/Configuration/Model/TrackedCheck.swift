package import Checks

/// A check as one instance sees it.
package struct TrackedCheck: Hashable, Sendable {
    package var name: String
    /// The check's own weight, or the instance's where it gives one.
    package var weight: CheckWeight

    package init(name: String, weight: CheckWeight) {
        self.name = name
        self.weight = weight
    }
}
