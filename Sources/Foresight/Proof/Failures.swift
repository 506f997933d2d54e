/// A set of things that fail on one node: positions in ``Candidate/factors``, ascending.
///
/// The order is that of counterexamples: fewer first, then those that are defined first.
package struct Failures: Hashable, Comparable, Sendable {
    package private(set) var positions: [Int]

    package init(_ positions: [Int] = []) {
        self.positions = positions
    }

    package var count: Int { self.positions.count }

    /// - Parameter position: Higher than those of the set.
    func adding(_ position: Int) -> Failures { Failures(self.positions + [position]) }

    package static func < (left: Failures, right: Failures) -> Bool {
        left.count == right.count
            ? left.positions.lexicographicallyPrecedes(right.positions) : left.count < right.count
    }
}
