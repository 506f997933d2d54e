/// One cell of the test matrix: one result of one check on one node, and who has the addresses then.
package struct MatrixRow: Hashable, Sendable {
    package enum Result: String, Hashable, Sendable, CaseIterable {
        case pass
        case fail
        /// The check cannot tell: missing program, no answer to be had. What follows is its `on_unknown`.
        case cannotRun = "cannot run"
    }

    package var check: String
    package var result: Result
    /// Where the check has this result, by position; nil = everywhere.
    package var node: Int?
    /// Whether this counts as a failure there.
    package var isFailure: Bool
    /// Who was master before, by position.
    package var holder: Int
    package var owner: Election.Owner
    /// At worst, from the failure until the owner has the addresses; nil where they stay, or nobody gets them.
    package var within: Duration?
    /// Of all nodes, in the end.
    package var standings: [CandidateStanding]
    /// Another router in a sync group with this one whose addresses would be elsewhere; nil = none.
    package var dissenter: String?

    /// What is wrong with it; nil = nothing.
    package var objection: Objection? {
        switch self.owner {
        case .nobody: .orphan
        case .tie: .tie
        case .candidate(let owner):
            self.isFailure && owner == self.node
                && self.standings.indices.contains { $0 != owner && self.standings[$0].mayHold }
                ? .stays : self.dissenter.map { .group($0) }
        }
    }

    package enum Objection: Hashable, Sendable {
        case orphan
        case tie
        /// The node whose check fails has the addresses, and another one could.
        case stays
        /// This other member of its sync group would be elsewhere, and the group moves as one.
        case group(String)
    }
}
