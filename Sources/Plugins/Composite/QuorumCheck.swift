import Checks

/// What `all_of`, `any_of` and `at_least` have in common: so many of the named checks are up.
struct QuorumCheck: Sendable {
    private let members: Members
    private let quorum: Quorum

    /// - Parameter needed: How many of so many must be up.
    init(
        definition: CheckDefinition,
        context: CheckContext,
        needed: (Int) -> Int
    ) throws(CheckSetupError) {
        let kind = definition.kind
        let names = CompositePlugin.members(of: definition.options, kind: kind) ?? []
        guard !names.isEmpty else {
            let example = kind == AtLeastPlugin.kind ? "at_least 2 web db cache" : "\(kind) web db"
            throw CheckSetupError(
                "check \(definition.name): \(kind) expects the names of other checks, as in: \(example)"
            )
        }
        if let double = Dictionary(grouping: names, by: \.self).first(where: { $0.value.count > 1 })?.key {
            throw CheckSetupError(
                "check \(definition.name): \(kind) names '\(double)' twice; it would count twice: name it once"
            )
        }
        let needed = needed(names.count)
        guard (1...names.count).contains(needed) else {
            throw CheckSetupError(
                """
                check \(definition.name): \(kind) \(needed) can never pass with \(names.count) members; expected a \
                number from 1 to \(names.count)
                """
            )
        }
        self.members = Members(names, in: context.surroundings)
        self.quorum = Quorum(needed: needed)
    }

    func run() -> CheckOutcome {
        let healths = self.members.healths()
        let up = healths.count { $0 == .up }
        let status = self.quorum.verdict(on: healths)
        let complaint = self.members.complaint(about: healths)
        let counted =
            self.quorum.needed == healths.count
            ? "\(up) of \(healths.count) up" : "\(up) of \(healths.count) up, \(self.quorum.needed) needed"
        let reason: ReasonCode =
            switch status {
            case .pass, .warn: .ok
            case .fail: .membersDown
            case .unknown: .membersUnknown
            }
        return CheckOutcome(
            status,
            reason,
            complaint.isEmpty ? counted : "\(counted); \(complaint)",
            measurements: Members.measurements(of: healths),
            assertions: self.members.assertions(on: healths, expected: .up)
        )
    }

    func waitForChange() async {
        await self.members.waitForChange()
    }
}
