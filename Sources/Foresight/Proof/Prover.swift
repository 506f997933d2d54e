/// Proves or refutes the properties of a cluster over all combinations of failing checks and interfaces.
package struct Prover {
    /// What a failover should win by.
    package static let margin = 5

    let cluster: Cluster
    let router: SharedRouter
    let candidates: [Candidate]
    let ranks: SeverityRanks
    let outcomes: [Outcomes]
    let budget: Duration?

    /// - Parameters:
    ///   - severities: How bad failures are, by the name of the check; nil = what the weights say.
    ///   - budget: The longest outage to be accepted; nil = none is asked for.
    package init(
        _ router: SharedRouter,
        of cluster: Cluster,
        severities: [String: Severity]? = nil,
        budget: Duration? = nil
    ) {
        self.cluster = cluster
        self.router = router
        let candidates = router.members.map { Candidate(cluster, $0) }
        self.candidates = candidates
        let ranks =
            severities.map { SeverityRanks($0, of: candidates) } ?? SeverityRanks(weightsOf: candidates)
        self.ranks = ranks
        self.outcomes = candidates.map { Outcomes(of: $0, ranks: ranks) }
        self.budget = budget
    }

    /// Of all virtual routers of a cluster.
    package static func proofs(
        of cluster: Cluster,
        severities: [String: Severity]? = nil,
        budget: Duration? = nil
    ) -> [RouterProof] {
        cluster.routers.map { Prover($0, of: cluster, severities: severities, budget: budget).proof }
    }

    package var proof: RouterProof {
        RouterProof(
            router: self.router,
            candidates: self.candidates,
            exponent: self.candidates.reduce(0) { $0 + $1.factors.count },
            outcomes: self.outcomes.map(\.count),
            findings: Property.allCases.map { RouterProof.Finding(property: $0, verdict: self.verdict(on: $0)) }
        )
    }

    package func verdict(on property: Property) -> Verdict {
        switch property {
        case .effective: self.alone ?? self.unchecked ?? self.effective
        case .margin: self.alone ?? self.unchecked ?? self.marginal
        case .noTie: self.alone ?? self.tie
        case .noInversion: self.alone ?? self.unchecked ?? self.inversion
        case .noClamp: self.unchecked ?? self.clamp
        case .noOrphan: self.orphan
        case .symmetric: self.alone ?? self.symmetry
        case .stable: self.unchecked ?? self.stability
        case .budget: self.alone ?? self.unchecked ?? self.budgeted
        case .group: self.alone ?? self.grouped
        }
    }

    private var alone: Verdict? {
        self.candidates.count < 2 ? .notApplicable("one node alone has it") : nil
    }

    private var unchecked: Verdict? {
        self.candidates.allSatisfy(\.factors.isEmpty) ? .notApplicable("nothing is tracked") : nil
    }

    /// All nodes in good health but these.
    func standings(_ failures: [Int: Failures] = [:]) -> [CandidateStanding] {
        self.candidates.enumerated().map { position, candidate in candidate.standing(failures[position] ?? Failures()) }
    }

    func name(_ position: Int) -> String { self.candidates[position].name }
}
