import Checks
import Configuration
import Failover
import VRRP

/// P10: sync groups.
extension Prover {
    var grouped: Verdict {
        let partners = self.partners
        guard !partners.isEmpty else { return .notApplicable("it is in no sync group with another") }
        var smallest: (example: Counterexample, other: Counterexample, partner: SharedRouter, left: Int, right: Int)?
        for partner in partners {
            for (index, left) in partner.pairs.enumerated() {
                for right in partner.pairs[(index + 1)...] {
                    guard let found = self.disagreement(left, right) else { continue }
                    let example = Counterexample(
                        self.standings([left.own: found.left, right.own: found.right])
                    )
                    guard smallest.map({ example.isSmaller(than: $0.example) }) ?? true else { continue }
                    let other = Counterexample([
                        left.partner.standing(found.leftPartner), right.partner.standing(found.rightPartner),
                    ])
                    smallest = (example, other, partner.router, left.own, right.own)
                }
            }
        }
        guard let smallest else { return .proved }
        let own = [smallest.left, smallest.right].map { "\(self.name($0)) \(smallest.example.standings[$0].effective)" }
        let others = zip([smallest.left, smallest.right], smallest.other.standings).map {
            "\(self.name($0)) \($1.effective)"
        }
        return .refuted(
            Refutation(
                .error,
                "\(self.router.name) and \(smallest.partner.name) disagree: \(own.joined(separator: ", ")) in one, "
                    + "\(others.joined(separator: ", ")) in the other, so neither node is master of both",
                counterexample: smallest.example,
                fix: "give the members of the group priorities of one order, and track the same in each"
            )
        )
    }

    /// The name of a router in a sync group with this one that other nodes than these would have; nil = there is none.
    ///
    /// - Parameters:
    ///   - partners: The routers in a sync group with this one.
    ///   - holder: Who was master of both.
    ///   - change: A health, of the candidate at this position, that is not the usual one.
    func dissenter(
        from owner: Election.Owner,
        among partners: [Partner],
        holder: Int,
        _ change: (position: Int, source: Ledger.Source, health: Health)?
    ) -> String? {
        let owners = owner.positions
        for partner in partners {
            let pairs = partner.pairs
            guard let seat = pairs.firstIndex(where: { $0.own == holder }),
                owners.allSatisfy({ owner in pairs.contains { $0.own == owner } })
            else { continue }
            let standings = pairs.map { pair in
                pair.partner.standing(Failures()) { position in
                    let factor = pair.partner.factors[position]
                    guard let change, change.position == pair.own, change.source == factor.source else {
                        return factor.passed
                    }
                    return change.health
                }
            }
            let others = Election.owner(standings, holder: seat).positions.map { pairs[$0].own }
            if Set(others) != Set(owners) { return partner.router.name }
        }
        return nil
    }

    /// A node where both routers are members of one sync group.
    struct Pair {
        var own: Int
        var partner: Candidate
        /// Where the factors of this router stand among those of the partner.
        var places: [Int?]
    }

    /// A router in a sync group with this one, on several nodes.
    struct Partner {
        var router: SharedRouter
        var pairs: [Pair]
    }

    var partners: [Partner] {
        self.cluster.routers.filter { $0 != self.router }.map { Partner(router: $0, pairs: self.pairs(with: $0)) }
            .filter { $0.pairs.count > 1 }
    }

    private func pairs(with router: SharedRouter) -> [Pair] {
        router.members.compactMap { member in
            guard let own = self.candidates.firstIndex(where: { $0.node == member.node }) else { return nil }
            let partner = Candidate(self.cluster, member)
            let configuration = self.cluster.nodes[member.node].configuration
            guard partner.instance.name != self.candidates[own].instance.name,
                let group = Candidate.group(of: self.candidates[own].instance, in: configuration),
                group.members.contains(partner.instance.name)
            else { return nil }
            let places = self.candidates[own].factors.map { factor in
                partner.factors.firstIndex { $0.source == factor.source }
            }
            return Pair(own: own, partner: partner, places: places)
        }
    }

    private struct Joint {
        var own: Int
        var partner: Int
        var count: Int
        var failures: Failures
        var partnerFailures: Failures
    }

    private struct JointKey: Hashable {
        var own: Int
        var partner: Int
    }

    private struct JointFailures {
        var own: Failures
        var partner: Failures
        /// Of the partner alone.
        var others: Int

        var count: Int { self.own.count + self.others }
    }

    /// Everything that the failures of one node can make of both priorities together, smallest first. A fault is one of
    /// both and counts for neither order.
    private func joints(_ pair: Pair) -> [Joint] {
        let candidate = self.candidates[pair.own]
        var reached: [JointKey: JointFailures] = [
            JointKey(own: candidate.ledger(Failures()).sum, partner: pair.partner.ledger(Failures()).sum):
                JointFailures(own: Failures(), partner: Failures(), others: 0)
        ]
        func take(own: Int?, partner: Int?) {
            let delta = own.map { candidate.factors[$0].magnitude } ?? 0
            let partnerDelta = partner.map { pair.partner.factors[$0].magnitude } ?? 0
            for (key, failures) in reached {
                // Sums only fall, and below 1 all are alike: that keeps their number small.
                let next = JointKey(own: max(1, key.own - delta), partner: max(1, key.partner - partnerDelta))
                let set = JointFailures(
                    own: own.map(failures.own.adding) ?? failures.own,
                    partner: partner.map { Failures((failures.partner.positions + [$0]).sorted()) } ?? failures.partner,
                    others: failures.others + (own == nil ? 1 : 0)
                )
                if reached[next].map({ set.count < $0.count }) ?? true { reached[next] = set }
            }
        }
        for (position, factor) in candidate.factors.enumerated() where !factor.isFatal {
            take(own: position, partner: pair.places[position])
        }
        let shared = Set(pair.places.compactMap(\.self))
        for (position, factor) in pair.partner.factors.enumerated() where !factor.isFatal && !shared.contains(position)
        {
            take(own: nil, partner: position)
        }
        func clamped(_ sum: Int, _ candidate: Candidate) -> Int {
            Int(candidate.ledger(Failures()).clamped(sum).rawValue)
        }
        var smallest: [JointKey: JointFailures] = [:]
        for (key, failures) in reached {
            let place = JointKey(own: clamped(key.own, candidate), partner: clamped(key.partner, pair.partner))
            if smallest[place].map({ failures.count < $0.count || failures.count == $0.count && failures.own < $0.own })
                ?? true
            {
                smallest[place] = failures
            }
        }
        return smallest.map { key, failures in
            Joint(
                own: key.own,
                partner: key.partner,
                count: failures.count,
                failures: failures.own,
                partnerFailures: failures.partner
            )
        }.sorted { ($0.count, $0.failures, $0.partnerFailures) < ($1.count, $1.failures, $1.partnerFailures) }
    }

    private func disagreement(
        _ left: Pair,
        _ right: Pair
    ) -> (left: Failures, right: Failures, leftPartner: Failures, rightPartner: Failures)? {
        let own = self.joints(left)
        let others = self.joints(right)
        guard Self.mayDisagree(own, others) else { return nil }
        var found: (Joint, Joint)?
        for joint in own {
            for other in others
            where (joint.own - other.own).signum() != (joint.partner - other.partner).signum() {
                if let found, found.0.count + found.1.count <= joint.count + other.count { break }
                found = (joint, other)
                break
            }
        }
        return found.map { ($0.failures, $1.failures, $0.partnerFailures, $1.partnerFailures) }
    }

    /// Whether any two of them are in two orders, decided by the extremes of each priority: that is quick.
    private static func mayDisagree(_ own: [Joint], _ others: [Joint]) -> Bool {
        let left = Self.ranges(own)
        let right = Self.ranges(others)
        for (priority, range) in left {
            for (other, rival) in right {
                if priority > other, range.lowerBound <= rival.upperBound { return true }
                if priority < other, range.upperBound >= rival.lowerBound { return true }
                if priority == other, range != rival || range.count > 1 { return true }
            }
        }
        return false
    }

    private static func ranges(_ joints: [Joint]) -> [Int: ClosedRange<Int>] {
        var ranges: [Int: ClosedRange<Int>] = [:]
        for joint in joints {
            let known = ranges[joint.own] ?? joint.partner...joint.partner
            ranges[joint.own] = min(known.lowerBound, joint.partner)...max(known.upperBound, joint.partner)
        }
        return ranges
    }
}
