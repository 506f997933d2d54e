import Checks
import Configuration
import Failover
import VRRP

/// Finds weights from severities and a preferred order.
///
/// With a spread S between the base priorities, every weight must take more than S, or the failure moves nothing. One of
/// a class must take more than S and all milder classes together, or a node with the worse failure can stay before one
/// with milder ones. And all weights of a node together must leave it a priority of 1, or sums are cut. Each of the three
/// is necessary, so where the smallest such weights do not fit, none do.
package struct WeightPlanner {
    private let cluster: Cluster
    private let request: PlanRequest
    private let routers: [Router]
    /// Of every check and interface that something tracks, by name.
    private let classes: [String: Severity?]
    private let names: [String]

    private struct Router {
        var router: SharedRouter
        var candidates: [Candidate]
        /// Positions of the candidates, the preferred node first.
        var order: [Int]

        var bases: [Int] { self.candidates.map { Int($0.base.rawValue) } }

        /// Whether the priorities are of the order already.
        var isOrdered: Bool {
            zip(self.order, self.order.dropFirst()).allSatisfy { self.bases[$0] > self.bases[$1] }
        }
    }

    /// - Throws: Where the request names what is not there, or what no weight can do.
    package init(_ cluster: Cluster, _ request: PlanRequest) throws(PlanFailure) {
        self.cluster = cluster
        self.request = request
        guard !cluster.routers.isEmpty else {
            throw PlanFailure(
                .infeasible,
                ["there is no virtual router: no node has a vrrp_instance"],
                fix: "write one into the configuration of each node"
            )
        }
        var routers: [Router] = []
        for router in cluster.routers {
            let candidates = router.members.map { Candidate(cluster, $0) }
            let order = try Self.order(of: router, candidates, request)
            routers.append(Router(router: router, candidates: candidates, order: order))
        }
        self.routers = routers
        var names: [String] = []
        for factor in routers.flatMap(\.candidates).flatMap(\.factors) where !names.contains(factor.name) {
            names.append(factor.name)
        }
        self.names = names
        self.classes = Self.classes(of: routers.flatMap(\.candidates), names, request)
        if let unknown = request.severities.keys.sorted().first(where: { !names.contains($0) })
            ?? request.faults.sorted().first(where: { !names.contains($0) })
        {
            throw PlanFailure(
                .request,
                ["\(unknown) is tracked by no instance"],
                fix: names.isEmpty ? "track a check" : "tracked are: \(names.joined(separator: ", "))"
            )
        }
        try self.checkRouters()
    }

    private static func order(
        of router: SharedRouter,
        _ candidates: [Candidate],
        _ request: PlanRequest
    ) throws(PlanFailure) -> [Int] {
        let own = request.preferences[router.name]
        guard let preference = own ?? request.preference else {
            return candidates.indices.sorted {
                (candidates[$1].base, $0) < (candidates[$0].base, $1)
            }
        }
        let names = candidates.map(\.name)
        guard Set(preference).count == preference.count, Set(names).isSubset(of: preference),
            own == nil || preference.count == names.count
        else {
            throw PlanFailure(
                .request,
                ["the order \(preference.joined(separator: ",")) does not name every node of \(router.name) once"],
                fix: "name all of them, the preferred one first: \(names.joined(separator: ","))"
            )
        }
        return preference.compactMap { name in names.firstIndex(of: name) }
    }

    /// The severity of each name; nil of those whose failure is a fault.
    private static func classes(
        of candidates: [Candidate],
        _ names: [String],
        _ request: PlanRequest
    ) -> [String: Severity?] {
        let ranks = SeverityRanks(weightsOf: candidates)
        var factors: [String: Factor] = [:]
        for factor in candidates.flatMap(\.factors) where factors[factor.name].map({ !$0.isFatal }) ?? true {
            factors[factor.name] = factor
        }
        let highest = factors.values.filter { !$0.isFatal }.map { ranks.rank(of: $0) }.max() ?? 1
        var classes: [String: Severity?] = [:]
        for name in names {
            guard let factor = factors[name] else { continue }
            let present: Severity =
                switch ranks.rank(of: factor) {
                case _ where highest == 1: .major
                case 1: .minor
                case highest where highest > 2: .critical
                case _: .major
                }
            let stated = request.severities[name]
            let severity = stated ?? present
            let isFault =
                request.faults.contains(name) || (factor.isFatal && stated == nil)
                || (request.areCriticalFaults && severity == .critical)
            classes.updateValue(isFault ? nil : severity, forKey: name)
        }
        return classes
    }

    private func severity(of factor: Factor) -> Severity? { self.classes[factor.name] ?? nil }

    /// Weights need a priority that takes them, and a successor that may take over.
    private func checkRouters() throws(PlanFailure) {
        for router in self.routers where router.candidates.count > 1 {
            let weighted = router.candidates.flatMap(\.factors).filter {
                self.severity(of: $0) != nil && $0.weight != nil
            }
            guard let factor = weighted.first else { continue }
            try self.checkGroups(of: router)
            if let owner = router.candidates.first(where: { $0.base == .owner }) {
                throw PlanFailure(
                    .infeasible,
                    ["\(owner.name) owns the addresses of \(router.router.name): priority 255 takes no weights"],
                    fix: "lower it to 254, or make faults of all checks: --severity \(factor.name)=fault"
                )
            }
            if let reluctant = router.candidates.first(where: { !$0.preempts }) {
                throw PlanFailure(
                    .infeasible,
                    [
                        "\(reluctant.name) has nopreempt in \(reluctant.instance.name): it takes over from no live "
                            + "master, whatever weights do to that master's priority"
                    ],
                    fix: "remove nopreempt, or make faults of all checks: --severity \(factor.name)=fault"
                )
            }
        }
    }
}

extension WeightPlanner {
    /// The members of a sync group have no weights of their own, unless the group says so.
    private func checkGroups(of router: Router) throws(PlanFailure) {
        for candidate in router.candidates {
            let configuration = self.cluster.nodes[candidate.node].configuration
            guard let group = Candidate.group(of: candidate.instance, in: configuration), !group.usesWeights,
                let factor = candidate.factors.first(where: { self.severity(of: $0) != nil && $0.weight != nil })
            else { continue }
            throw PlanFailure(
                .infeasible,
                ["weights do not count in sync group \(group.name) of \(candidate.name)"],
                fix: "write sync_group_tracking_weight in it, or leave faults what they are: "
                    + "--severity \(factor.name)=fault"
            )
        }
    }
}

extension WeightPlanner {
    /// - Throws: Where 8 bits do not suffice.
    package func plan() throws(PlanFailure) -> WeightPlan {
        if let present = self.present { return present }
        for margin in (1...Prover.margin).reversed() {
            for keeps in [true, false] {
                for (gap, top) in [(10, 250), (10, 254), (5, 254), (2, 254), (1, 254)] {
                    let priorities = self.routers.map { self.priorities(of: $0, keeps: keeps, gap: gap, top: top) }
                    if let weights = self.weights(for: priorities, margin: margin) {
                        return self.plan(priorities, weights, margin)
                    }
                }
            }
        }
        throw self.proofOfInfeasibility
    }

    /// The cluster as it is; nil where it does not do what is asked for.
    private var present: WeightPlan? {
        guard self.routers.allSatisfy({ $0.isOrdered || $0.candidates.count == 1 }) else { return nil }
        var weights: [String: CheckWeight] = [:]
        for factor in self.routers.flatMap(\.candidates).flatMap(\.factors) {
            guard let weight = factor.weight else { continue }
            guard weights[factor.name].map({ $0.isLike(weight) }) ?? true,
                (self.severity(of: factor) == nil) == factor.isFatal
            else {
                return nil
            }
            if weights[factor.name] == nil { weights[factor.name] = weight }
        }
        let plan = WeightPlan(
            routers: zip(self.routers, self.routers.map(\.bases)).map(Self.planned),
            checks: self.names.compactMap { name in
                weights[name].map { self.planned(name, self.classes[name] ?? nil, $0) }
            },
            margin: Prover.margin,
            spread: Self.spread(of: self.routers.map(\.bases)),
            cluster: self.cluster
        )
        let judged: [Property] = [.effective, .margin, .noTie, .noInversion, .noClamp]
        let isProved = plan.proofs.allSatisfy { proof in judged.allSatisfy { proof[$0]?.refutation == nil } }
        return isProved ? plan : nil
    }

    private func planned(_ name: String, _ severity: Severity?, _ weight: CheckWeight) -> PlannedCheck {
        // A fault is seen to be one whatever the other weights are.
        let isGuessed = severity != nil && self.request.severities[name] == nil
        return PlannedCheck(name: name, severity: severity, isGuessed: isGuessed, weight: weight)
    }

    private static func planned(_ router: Router, _ bases: [Int]) -> PlannedRouter {
        PlannedRouter(
            router: router.router,
            order: router.order,
            priorities: bases.map { Priority(rawValue: UInt8(clamping: $0)) }
        )
    }

    /// nil where they do not fit.
    private func priorities(of router: Router, keeps: Bool, gap: Int, top: Int) -> [Int]? {
        if keeps && router.isOrdered || router.candidates.count == 1 { return router.bases }
        var priorities = router.bases
        for (place, position) in router.order.enumerated() { priorities[position] = top - gap * place }
        return priorities.allSatisfy { $0 >= 1 } ? priorities : nil
    }

    /// How much each class takes; nil where it does not fit.
    private func weights(for priorities: [[Int]?], margin: Int) -> [Severity: Int]? {
        guard priorities.allSatisfy({ $0 != nil }) else { return nil }
        let bases = priorities.map { $0 ?? [] }
        let weights = self.weights(spread: Self.spread(of: bases), margin: margin)
        guard weights.allSatisfy({ self.count(of: $0.key) == 0 || $0.value <= 253 }) else { return nil }
        for (router, bases) in zip(self.routers, bases) where self.isJudged(router) {
            for (candidate, base) in zip(router.candidates, bases) where base != 255 {
                if self.sum(of: candidate, weights) > base - 1 { return nil }
            }
        }
        return weights
    }

    private static func spread(of priorities: [[Int]]) -> Int {
        priorities.map { ($0.max() ?? 0) - ($0.min() ?? 0) }.max() ?? 0
    }

    /// The smallest weights of each class, for a spread of base priorities.
    private func weights(spread: Int, margin: Int) -> [Severity: Int] {
        var weights: [Severity: Int] = [:]
        var milder = 0
        for severity in Severity.allCases {
            let weight = spread + milder + margin
            weights[severity] = weight
            milder += weight * self.count(of: severity)
        }
        return weights
    }

    /// A virtual router of one node wins nothing and loses nothing, so its base priority and its checks limit nobody.
    private func isJudged(_ router: Router) -> Bool {
        router.candidates.count > 1 || self.routers.allSatisfy { $0.candidates.count == 1 }
    }

    private var judged: [Router] { self.routers.filter(self.isJudged) }

    /// The base priority of a node that is alone: raised where the weights would take more than it has.
    private func base(of candidate: Candidate, _ weights: [Severity: Int]) -> Int {
        let (present, needed) = (Int(candidate.base.rawValue), self.sum(of: candidate, weights) + 1)
        return [present, 250, 254].first { $0 >= needed } ?? present
    }

    /// How many checks of the class the node has that has most of them.
    private func count(of severity: Severity) -> Int {
        self.judged.flatMap(\.candidates).map { self.count(of: severity, in: $0) }.max() ?? 0
    }

    private func count(of severity: Severity, in candidate: Candidate) -> Int {
        candidate.factors.count { self.severity(of: $0) == severity && $0.weight != nil }
    }

    private func sum(of candidate: Candidate, _ weights: [Severity: Int]) -> Int {
        Severity.allCases.reduce(0) { $0 + (weights[$1] ?? 0) * self.count(of: $1, in: candidate) }
    }

    /// Whether all nodes track the same in all virtual routers: only then is every number of the proof necessary.
    private var isUniform: Bool {
        let tracked = self.judged.flatMap(\.candidates).map { Set($0.factors.map(\.name)) }
        return Set(tracked).count <= 1 && Set(self.judged.map(\.candidates.count)).count <= 1
    }

    private var proofOfInfeasibility: PlanFailure {
        let nodes = self.judged.map(\.candidates.count).max() ?? 1
        let spread = nodes - 1
        let weights = self.weights(spread: spread, margin: 1)
        var lines = [
            "with \(nodes) nodes the base priorities are at least \(spread) apart, 254 down to \(254 - spread)"
        ]
        var milder: [String] = ["\(spread)"]
        for severity in Severity.allCases {
            let count = self.count(of: severity)
            guard count > 0, let weight = weights[severity] else { continue }
            lines.append(
                "\(count) \(severity.rawValue): each must take more than \(milder.joined(separator: " + ")), "
                    + "which is at least \(weight), together \(weight * count)"
            )
            milder.append("\(weight * count)")
        }
        let sums = self.judged.flatMap(\.candidates).map { self.sum(of: $0, weights) }
        let room = 254 - spread - 1
        lines.append("all of one node together take \(sums.max() ?? 0), and a base of \(room + 1) has \(room) to give")
        lines.append(
            self.isUniform
                ? "so no priorities of 8 bits and no weights satisfy all properties"
                : "so no one set of weights fits all nodes and virtual routers, which do not track the same"
        )
        let hasCritical = self.count(of: .critical) > 0
        return PlanFailure(
            .infeasible,
            lines,
            fix: hasCritical && !self.request.areCriticalFaults
                ? "make faults of the critical ones, which need no weight: --critical fault"
                : "use fewer classes of severity, or make faults of some checks: --severity NAME=fault"
        )
    }

    private func plan(_ priorities: [[Int]?], _ weights: [Severity: Int], _ margin: Int) -> WeightPlan {
        let bases = priorities.map { $0 ?? [] }
        var factors: [String: Factor] = [:]
        for factor in self.routers.flatMap(\.candidates).flatMap(\.factors) where factors[factor.name]?.weight == nil {
            factors[factor.name] = factor
        }
        let checks = self.names.compactMap { name -> PlannedCheck? in
            guard let factor = factors[name], let weight = factor.weight else { return nil }
            let severity = self.severity(of: factor)
            // Of a class that only nodes have that are alone, it can be more than there is.
            let value = min(253, severity.flatMap { weights[$0] } ?? 0)
            // With reverse, the trouble is that it is up, and a positive weight is what is then subtracted.
            let planned = CheckWeight(value: weight.reverse ? value : -value, reverse: weight.reverse)
            return self.planned(name, severity, planned)
        }
        let routers = zip(self.routers, bases).map { router, bases in
            guard !self.isJudged(router) else { return Self.planned(router, bases) }
            return Self.planned(router, router.candidates.map { self.base(of: $0, weights) })
        }
        return WeightPlan(
            routers: routers,
            checks: checks,
            margin: margin,
            spread: Self.spread(of: bases),
            cluster: self.cluster.applying(routers, checks)
        )
    }
}

extension CheckWeight {
    /// Whether its failure does the same to a priority: that of `-10`, and of `10 reverse`.
    fileprivate func isLike(_ other: CheckWeight) -> Bool {
        (self.reverse ? -self.value : self.value) == (other.reverse ? -other.value : other.value)
    }
}
