/// Who holds the addresses once everything has come to rest.
package enum Election {
    package enum Owner: Hashable, Sendable {
        /// The position among the candidates.
        case candidate(Int)
        /// Those that are equally good: the higher address decides, and that is known on the link alone.
        case tie([Int])
        case nobody

        /// Of those who may have them in the end.
        var positions: [Int] {
            switch self {
            case .candidate(let position): [position]
            case .tie(let positions): positions
            case .nobody: []
            }
        }
    }

    /// A master in fault leaves, and then the best priority wins. A live master is replaced by a better one that
    /// preempts; a tie leaves it where it is. One whose checks have failed, and that is no fault by `all_unhealthy`, offers
    /// its addresses, which a fit node takes whether it preempts or not.
    ///
    /// - Parameter holder: Who was master when the standings came to be as they are; nil = nobody.
    package static func owner(_ standings: [CandidateStanding], holder: Int?) -> Owner {
        let able = standings.indices.filter { standings[$0].mayHold }
        guard let holder, standings.indices.contains(holder), standings[holder].staysMaster else {
            return self.best(of: able, standings)
        }
        let fit = able.filter { standings[$0].isFit }
        if standings[holder].lastResort != nil, !fit.isEmpty { return self.best(of: fit, standings) }
        let better = able.filter {
            standings[$0].effective > standings[holder].effective && standings[$0].preempts
        }
        return better.isEmpty ? .candidate(holder) : self.best(of: better, standings)
    }

    private static func best(of candidates: [Int], _ standings: [CandidateStanding]) -> Owner {
        guard let highest = candidates.map({ standings[$0].effective }).max() else { return .nobody }
        let winners = candidates.filter { standings[$0].effective == highest }
        return winners.count == 1 ? .candidate(winners[0]) : .tie(winners)
    }
}
