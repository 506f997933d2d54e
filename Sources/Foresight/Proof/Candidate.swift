package import Checks
package import Configuration
package import Failover
package import VRRP

/// A node as it competes for a virtual router: everything its standing in the election depends on.
package struct Candidate: Hashable, Sendable {
    /// The position in ``Cluster/nodes``.
    package var node: Int
    package var name: String
    package var instance: InstanceConfiguration
    /// In the order of the configuration; those of other members of its sync group last.
    package var factors: [Factor]

    package init(node: Int, name: String, instance: InstanceConfiguration, factors: [Factor]) {
        self.node = node
        self.name = name
        self.instance = instance
        self.factors = factors
    }

    package init(_ cluster: Cluster, _ member: SharedRouter.Member) {
        let node = cluster.nodes[member.node]
        let instance = node.configuration.instances[member.instance]
        let others = Self.otherMembers(of: instance, in: node.configuration)
        self.init(
            node: member.node,
            name: node.name,
            instance: instance,
            factors: Self.factors(of: instance, others: others, in: node.configuration)
        )
    }

    package var base: Priority { self.instance.router.basePriority }

    /// Whether it takes over from a live master of lower priority. The owner always does.
    package var preempts: Bool { self.instance.router.preempt || self.base == .owner }

    /// The sync group the instance is in.
    static func group(
        of instance: InstanceConfiguration,
        in configuration: AgentConfiguration
    ) -> SyncGroupConfiguration? {
        configuration.syncGroups.first { $0.members.contains(instance.name) }
    }

    private static func otherMembers(
        of instance: InstanceConfiguration,
        in configuration: AgentConfiguration
    ) -> [InstanceConfiguration] {
        guard let group = self.group(of: instance, in: configuration) else { return [] }
        return configuration.instances.filter { $0.name != instance.name && group.members.contains($0.name) }
    }

    private static func factors(
        of instance: InstanceConfiguration,
        others: [InstanceConfiguration],
        in configuration: AgentConfiguration
    ) -> [Factor] {
        let definitions = Dictionary(configuration.checks.map { ($0.name, $0) }) { first, _ in first }
        var factors: [Factor] = []
        var positions: [Ledger.Source: Int] = [:]
        func add(_ source: Ledger.Source, _ weight: CheckWeight, isOwn: Bool) {
            var definition: CheckDefinition?
            if case .check(let name) = source {
                definition = definitions[name]
                // An observed check is told of and counts for nothing; a disabled one does not run.
                guard definition?.mode ?? .enforce == .enforce else { return }
                // A number that somebody writes, not something that fails; it is taken as 0.
                if case .trackFile? = definition?.origin { return }
            }
            if let position = positions[source] {
                if !isOwn { factors[position].groupWeights.append(weight) }
                return
            }
            positions[source] = factors.count
            factors.append(
                Factor(
                    source: source,
                    weight: isOwn ? weight : nil,
                    groupWeights: isOwn ? [] : [weight],
                    definition: definition
                )
            )
        }
        for tracked in instance.trackedChecks { add(.check(tracked.name), tracked.weight, isOwn: true) }
        for tracked in instance.trackedInterfaces { add(.interface(tracked.name), tracked.weight, isOwn: true) }
        for other in others {
            // Weights of another member count for that member alone; its faults are everybody's.
            for tracked in other.trackedChecks where tracked.weight.value == 0 {
                add(.check(tracked.name), tracked.weight, isOwn: false)
            }
            for tracked in other.trackedInterfaces where tracked.weight.value == 0 {
                add(.interface(tracked.name), tracked.weight, isOwn: false)
            }
        }
        return factors
    }
}

extension Candidate {
    /// What the agent's own arithmetic makes of these failures.
    package func ledger(_ failures: Failures) -> Ledger {
        self.ledger { failures.positions.contains($0) ? self.factors[$0].failed : self.factors[$0].passed }
    }

    /// - Parameter health: Of the factor at this position.
    package func ledger(health: (Int) -> Health) -> Ledger {
        var ledger = Ledger(self.instance)
        for (position, factor) in self.factors.enumerated() {
            guard let weight = factor.weight else { continue }
            ledger.add(factor.source, weight: weight, health: health(position))
        }
        return ledger
    }

    /// How it stands with these failures.
    package func standing(_ failures: Failures = Failures()) -> CandidateStanding {
        self.standing(failures) { failures.positions.contains($0) ? self.factors[$0].failed : self.factors[$0].passed }
    }

    /// How it stands with any health of each factor.
    ///
    /// - Parameter failures: What to tell of it.
    package func standing(_ failures: Failures, health: (Int) -> Health) -> CandidateStanding {
        let ledger = self.ledger(health: health)
        let faults = self.factors.indices.filter { self.factors[$0].isFault(health($0)) }
        let rules = faults.map(self.rule)
        // Links are faults whatever the guards say.
        let rule = rules.contains(nil) ? nil : rules.compactMap(\.self).max()
        return CandidateStanding(
            failures: failures,
            ledger: ledger,
            isFault: !faults.isEmpty && (rule == nil || rule == .hold),
            preempts: self.preempts,
            isStopped: false,
            lastResort: rule.map { Int(LastResort.priority($0, failed: faults.count).rawValue) }
        )
    }

    /// What makes a last resort of a fault by this factor; nil = it is a fault.
    func rule(_ position: Int) -> LastResort.Rule? {
        guard case .check = self.factors[position].source else { return nil }
        if self.isGuarded(position) { return .shared }
        return switch self.instance.guards.allUnhealthy {
        case .drop: nil
        case .best: .best
        case .hold: .hold
        }
    }

    /// Whether a master withholds what this factor reports: `blast_radius_guard`.
    func isGuarded(_ position: Int) -> Bool {
        self.instance.guards.blastRadiusGrace != nil && self.factors[position].definition?.scope == .shared
    }

    /// One of the sets of one failure each, and the empty set first.
    package var singleFailures: [Failures] {
        [Failures()] + self.factors.indices.map { Failures([$0]) }
    }
}
