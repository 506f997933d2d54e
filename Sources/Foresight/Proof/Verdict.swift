/// What is to be said of one property of one virtual router.
package enum Verdict: Hashable, Sendable {
    case proved
    case refuted(Refutation)
    /// With the reason why there is nothing to judge.
    case notApplicable(String)

    package var refutation: Refutation? {
        if case .refuted(let refutation) = self { refutation } else { nil }
    }
}
