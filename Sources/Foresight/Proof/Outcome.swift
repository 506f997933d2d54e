/// What sets of failures of one node come to: all that come to the same are one.
package struct Outcome: Hashable, Sendable {
    /// The worst rank of what fails; 0 = nothing fails.
    package var rank: Int
    /// Before the clamp.
    package var sum: Int
    /// 1…254, or 255 of the owner; with `all_unhealthy` from 9.
    package var effective: Int
    /// The smallest of the sets.
    package var failures: Failures
}
