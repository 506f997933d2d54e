import Checks
import Configuration
import Failover

/// Every check, each result, on each node, with each node as master: who has the addresses in the end.
package struct Matrix: Hashable, Sendable {
    package let router: SharedRouter
    package let candidates: [Candidate]
    package let rows: [MatrixRow]

    package init(_ router: SharedRouter, of cluster: Cluster) {
        let prover = Prover(router, of: cluster)
        self.router = router
        self.candidates = prover.candidates
        self.rows = Self.rows(prover)
    }

    package static func matrices(of cluster: Cluster) -> [Matrix] {
        cluster.routers.map { Matrix($0, of: cluster) }
    }

    private static func rows(_ prover: Prover) -> [MatrixRow] {
        var names: [String] = []
        for factor in prover.candidates.flatMap(\.factors) where !names.contains(factor.name) {
            names.append(factor.name)
        }
        let holders = prover.candidates.indices.filter { prover.candidates[$0].standing().mayHold }
        let partners = prover.partners
        var rows: [MatrixRow] = []
        for name in names {
            for holder in holders {
                rows.append(self.row(prover, partners, name, .pass, on: nil, holder: holder))
            }
            for result in [MatrixRow.Result.fail, .cannotRun] {
                for (node, candidate) in prover.candidates.enumerated() {
                    guard let position = candidate.factors.firstIndex(where: { $0.name == name }) else { continue }
                    // The kernel always knows about a link.
                    if result == .cannotRun, candidate.factors[position].definition == nil { continue }
                    for holder in holders {
                        rows.append(self.row(prover, partners, name, result, on: (node, position), holder: holder))
                    }
                }
            }
        }
        return rows
    }

    private static func row(
        _ prover: Prover,
        _ partners: [Prover.Partner],
        _ name: String,
        _ result: MatrixRow.Result,
        on place: (node: Int, factor: Int)?,
        holder: Int
    ) -> MatrixRow {
        let healthy = prover.standings()
        var standings = healthy
        var detection = Duration.zero
        var change: (position: Int, source: Ledger.Source, health: Health)?
        var isFailure = false
        if let place {
            let candidate = prover.candidates[place.node]
            let factor = candidate.factors[place.factor]
            let health = Self.health(of: factor, result)
            standings[place.node] = candidate.standing(Failures([place.factor])) { position in
                position == place.factor ? health : candidate.factors[position].passed
            }
            isFailure = health == factor.failed
            change = (place.node, factor.source, health)
            detection = prover.detection(of: place.factor, on: place.node, cannotRun: result == .cannotRun)
        }
        let owner = Election.owner(standings, holder: holder)
        let dissenter = prover.dissenter(from: owner, among: partners, holder: holder, change)
        return MatrixRow(
            check: name,
            result: result,
            node: place?.node,
            isFailure: isFailure,
            holder: holder,
            owner: owner,
            within: dissenter == nil ? self.time(prover, owner, from: holder, healthy, standings, detection) : nil,
            standings: standings,
            dissenter: dissenter
        )
    }

    private static func health(of factor: Factor, _ result: MatrixRow.Result) -> Health {
        switch result {
        case .pass: return factor.passed
        case .fail: return factor.failed
        case .cannotRun:
            switch factor.definition?.onUnknown ?? .fail {
            // Held at first; this is how it ends.
            case .fail, .hold: return .down
            case .ignore: return .unknown
            }
        }
    }

    private static func time(
        _ prover: Prover,
        _ owner: Election.Owner,
        from holder: Int,
        _ healthy: [CandidateStanding],
        _ standings: [CandidateStanding],
        _ detection: Duration
    ) -> Duration? {
        let winners: [Int]
        switch owner {
        case .candidate(let position): winners = [position]
        case .tie(let positions): winners = positions
        case .nobody: return nil
        }
        guard !winners.contains(holder) else { return nil }
        let handover = winners.map { prover.handover(from: holder, to: $0, standings) }.max() ?? .zero
        // A better node takes over from this holder whatever the check says.
        let isAnyway = standings[holder].mayHold && Election.owner(healthy, holder: holder) == owner
        return isAnyway ? handover : detection + handover
    }
}
