package import Checks

/// An interface whose link state concerns an instance: up counts as a check's *up*.
package struct TrackedInterface: Hashable, Sendable {
    package var name: String
    package var weight: CheckWeight

    package init(name: String, weight: CheckWeight = .fault) {
        self.name = name
        self.weight = weight
    }
}
