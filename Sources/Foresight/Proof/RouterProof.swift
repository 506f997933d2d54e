/// What was found of one virtual router.
package struct RouterProof: Hashable, Sendable {
    package var router: SharedRouter
    package var candidates: [Candidate]
    /// Combinations of failures over all nodes as a power of two.
    package var exponent: Int
    /// How many results the failures of each candidate collapse to.
    package var outcomes: [Int]
    package var findings: [Finding]

    package struct Finding: Hashable, Sendable {
        package var property: Property
        package var verdict: Verdict
    }

    package subscript(_ property: Property) -> Verdict? {
        self.findings.first { $0.property == property }?.verdict
    }

    /// The worst of what is refuted.
    package var gravity: Refutation.Gravity? { self.findings.compactMap(\.verdict.refutation?.gravity).max() }
}
