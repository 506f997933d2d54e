import Failover

/// How things are when a scenario begins.
enum RecordedBeginning {
    private enum Subject: Hashable {
        case check(String, Int)
        case link(String, Int)
        case agent(Int)
        case maintenance(Int)
        case scheduler(Int)
        case pair(Int, Int)
    }

    /// - Parameter steps: In any order; those below 0 were before.
    static func scenario(of steps: [Scenario.Step], duration: Duration?) -> Scenario {
        let sorted = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
            \.element
        )
        let later = Array(sorted.drop { $0.at < .zero })
        var scenario = Scenario(later, duration: duration)
        scenario.beginning = Self.states(after: sorted.dropLast(later.count).map(\.incident))
        return scenario
    }

    /// What incidents have come to, unless it is how everything begins anyway.
    private static func states(after incidents: [Incident]) -> [Incident] {
        var last: [Subject: Int] = [:]
        for (place, incident) in incidents.enumerated() { last[Self.subject(of: incident)] = place }
        let kept = last.values.sorted().compactMap { Self.state(after: incidents[$0]) }
        // An agent that does not run takes no orders.
        return kept.filter { !$0.endsAgent } + kept.filter(\.endsAgent)
    }

    private static func subject(of incident: Incident) -> Subject {
        switch incident {
        case .result(_, let check, let node), .outcome(_, let check, let node): .check(check, node)
        case .link(let interface, let node, _): .link(interface, node)
        case .crash(let node), .stop(let node), .start(let node): .agent(node)
        case .maintain(let node), .unmaintain(let node): .maintenance(node)
        case .freeze(let node), .thaw(let node): .scheduler(node)
        case .cut(let first, let second), .heal(let first, let second): .pair(first, second)
        }
    }

    /// nil = that is how everything begins.
    private static func state(after incident: Incident) -> Incident? {
        switch incident {
        case .result(let status, let check, let node), .outcome(let status, let check, let node):
            status.passes ? nil : .result(status, check: check, node: node)
        case .link(_, _, let isUp): isUp ? nil : incident
        // Its farewell is over.
        case .stop(let node): .crash(node)
        case .crash, .maintain, .freeze, .cut: incident
        case .start, .unmaintain, .thaw, .heal: nil
        }
    }
}

extension Incident {
    fileprivate var endsAgent: Bool {
        if case .crash = self { true } else { false }
    }
}
