import Checks
import VRRP

extension Interpreter {
    mutating func readGuard(_ keyword: GuardKeyword, _ statement: Statement, into draft: inout GuardDraft) {
        switch keyword {
        case .allUnhealthy:
            draft.allUnhealthy = self.choice(statement, of: AllUnhealthyPolicy.self)
            draft.allUnhealthyWord = statement.arguments.first ?? statement.keyword
        case .blastRadius:
            self.readBlastRadius(statement, into: &draft)
        }
    }

    /// `blast_radius_guard [SECONDS | on | off]`.
    private mutating func readBlastRadius(_ statement: Statement, into draft: inout GuardDraft) {
        draft.grace = nil
        draft.blastRadiusWord = statement.keyword
        switch statement.arguments.first?.text {
        case nil, "on", "yes", "true":
            self.warnOfExcess(statement, after: 1)
        case "off", "no", "false":
            self.warnOfExcess(statement, after: 1)
            draft.blastRadiusWord = nil
        case .some:
            draft.grace = self.seconds(statement, in: .milliseconds(100) ... .seconds(3600))
        }
    }

    /// Puts the guards in force, once it is known what the instance tracks.
    mutating func settleGuards(of draft: InstanceDraft, in instance: inout InstanceConfiguration) {
        self.settleAllUnhealthy(draft.guards, in: &instance)
        self.settleBlastRadius(draft.guards, in: &instance)
        if let word = draft.guards.allUnhealthyWord ?? draft.guards.blastRadiusWord { self.warnOfBand(word, instance) }
    }

    private mutating func settleAllUnhealthy(_ draft: GuardDraft, in instance: inout InstanceConfiguration) {
        instance.guards.allUnhealthy = draft.allUnhealthy ?? .drop
        guard let word = draft.allUnhealthyWord, instance.guards.allUnhealthy != .drop,
            instance.router.basePriority == .owner
        else { return }
        self.log.error(
            word,
            "all_unhealthy \(word.quoted) is not possible with priority 255: the owner of the addresses always "
                + "advertises 255, so no healthy node could take over from it",
            fix: "lower the priority to 254 or less, or write all_unhealthy drop"
        )
    }

    private mutating func settleBlastRadius(_ draft: GuardDraft, in instance: inout InstanceConfiguration) {
        guard let word = draft.blastRadiusWord else { return }
        guard instance.router.basePriority != .owner else {
            self.log.error(
                word,
                "blast_radius_guard is not possible with priority 255: the owner of the addresses always advertises 255, "
                    + "so no node for which the checks pass could take over from it",
                fix: "lower the priority to 254 or less, or remove the line"
            )
            return
        }
        let names = Set(instance.trackedChecks.map(\.name))
        let shared = self.checks.filter { $0.scope == .shared && $0.mode == .enforce && names.contains($0.name) }
        if shared.isEmpty {
            self.log.warning(
                word,
                "blast_radius_guard of instance '\(instance.name)' has nothing to do: it tracks no check of scope shared",
                fix: "write scope shared in the checks that ask what all nodes depend on, or remove the line"
            )
        }
        let computed = Self.grace(of: shared, instance.router)
        instance.guards.blastRadiusGrace = draft.grace ?? computed
        instance.guards.isGraceComputed = draft.grace == nil
        if let grace = draft.grace, grace < computed {
            self.log.warning(
                word,
                "blast_radius_guard \(Decimal.text(grace)) is short: a node may need \(Decimal.text(computed)) s to notice "
                    + "that a shared check fails and to be heard",
                fix: "write blast_radius_guard without a number, or one of at least \(Decimal.text(computed))"
            )
        }
    }

    /// In this time every node has noticed what fails for all, and whoever was to be heard has been: of the slowest check the
    /// intervals for `fall` failures, the last of which may take its whole timeout, three advertisements and the skew of
    /// priority 1.
    private static func grace(of checks: [CheckDefinition], _ router: VirtualRouterSettings) -> Duration {
        let slowest = checks.map { check in
            let interval = check.schedule.interval
            return (interval + interval * check.schedule.jitter / 100) * check.schedule.fall + check.schedule.timeout
        }
        let election = Timing(
            version: router.version,
            priority: Priority(rawValue: 1),
            masterInterval: router.advertisementInterval
        )
        let step: Int64 = 10_000
        let micros = Decimal.microseconds((slowest.max() ?? .zero) + election.masterDownInterval)
        return .microseconds((micros + step - 1) / step * step)
    }

    /// Weights must not make a healthy node look like one whose checks have failed.
    private mutating func warnOfBand(_ word: Word, _ instance: InstanceConfiguration) {
        let weights = instance.trackedChecks.map(\.weight) + instance.trackedInterfaces.map(\.weight)
        let losses = weights.map { min($0.effect(of: .up).delta, $0.effect(of: .down).delta) }.filter { $0 < 0 }
        let base = Int(instance.router.basePriority.rawValue)
        let least = losses.reduce(base, +)
        let limit = instance.guards.leastHealthyPriority
        guard instance.router.basePriority != .owner, least < limit else { return }
        let terms = losses.map { " - \(-$0)" }.joined()
        let arithmetic = losses.isEmpty ? "" : " (\(base)\(terms))"
        let policy = instance.guards.allUnhealthy
        let words = policy == .drop ? "blast_radius_guard" : "all_unhealthy \(policy.rawValue)"
        self.log.warning(
            word,
            "the priority of instance '\(instance.name)' can come to \(least)\(arithmetic), and 1 to \(limit - 1) are "
                + "for nodes whose checks have failed (\(words)): it is kept at \(limit)",
            fix: "raise its priority by \(limit - least), or let its weights take \(limit - least) less"
        )
    }

    /// The members of a sync group are master together or not at all, so they cannot be of two minds about it. A grace that
    /// is computed is the longest of all members.
    mutating func settleGuardsOfGroups(_ instances: inout [InstanceConfiguration]) {
        for group in self.syncGroups {
            let names = Set(group.members.map(\.text))
            let members = instances.indices.filter { names.contains(instances[$0].name) }
            self.compareGuards(members.map { instances[$0] }, of: group)
            let grace = members.compactMap { instances[$0].guards.blastRadiusGrace }.max()
            for index in members where instances[index].guards.isGraceComputed {
                instances[index].guards.blastRadiusGrace = grace
            }
        }
    }

    private mutating func compareGuards(_ members: [InstanceConfiguration], of group: SyncGroupDraft) {
        guard let first = members.first else { return }
        for other in members.dropFirst() {
            let draft = self.instance(named: other.name)
            if other.guards.allUnhealthy != first.guards.allUnhealthy {
                self.log.error(
                    draft?.guards.allUnhealthyWord ?? draft?.name ?? group.name,
                    "the members of sync group \(group.name.quoted) differ in all_unhealthy: '\(first.name)' has "
                        + "\(first.guards.allUnhealthy.rawValue), '\(other.name)' has "
                        + other.guards.allUnhealthy.rawValue,
                    fix: "write the same all_unhealthy in each member"
                )
                return
            }
            let (own, others) = (Self.spelling(first.guards), Self.spelling(other.guards))
            guard own == others else {
                self.log.error(
                    draft?.guards.blastRadiusWord ?? draft?.name ?? group.name,
                    "the members of sync group \(group.name.quoted) differ in blast_radius_guard: '\(first.name)' has "
                        + "\(own), '\(other.name)' has \(others)",
                    fix: "write the same blast_radius_guard in each member"
                )
                return
            }
        }
    }

    private static func spelling(_ guards: GuardSettings) -> String {
        guard let grace = guards.blastRadiusGrace else { return "none" }
        return guards.isGraceComputed ? "one without a number" : Decimal.text(grace)
    }
}
