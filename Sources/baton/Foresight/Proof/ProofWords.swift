import Foresight

/// How states of nodes are said.
enum ProofWords {
    static func failing(_ standing: CandidateStanding, _ candidate: Candidate) -> String {
        if standing.isStopped { return "off" }
        let names = standing.failures.positions.map { candidate.factors[$0].name }
        return names.isEmpty ? "healthy" : "\(names.joined(separator: ", ")) fail\(names.count == 1 ? "s" : "")"
    }

    static func priority(_ standing: CandidateStanding) -> String {
        if standing.isStopped { return "" }
        if standing.isFault { return "FAULT" }
        return standing.lastResort.map { "last resort, \($0)" } ?? standing.ledger.arithmetic
    }

    static func owner(_ owner: Election.Owner, _ candidates: [Candidate]) -> String {
        switch owner {
        case .candidate(let position): candidates[position].name
        case .tie(let positions): "\(positions.map { candidates[$0].name }.joined(separator: " or ")) (tie)"
        case .nobody: "nobody"
        }
    }
}
