import Checks

/// What a check asks of a unit.
struct UnitExpectation: Sendable {
    var states: [String]
    /// nil = any.
    var subStates: [String]?

    init(_ definition: CheckDefinition) throws(CheckSetupError) {
        self.states = definition.options.strings(SystemdPlugin.Option.state) ?? ["active", "reloading", "refreshing"]
        self.subStates = definition.options.strings(SystemdPlugin.Option.subState)
        if let foreign = self.states.first(where: { !SystemdPlugin.states.contains($0) }) {
            throw CheckSetupError(
                """
                check \(definition.name): state: expected \(SystemdPlugin.states.joined(separator: ", ")), found \
                '\(foreign)'
                """
            )
        }
    }

    func outcome(of state: UnitState, unit: String) -> CheckOutcome {
        var findings = Findings()
        let isFound = state.load != "not-found"
        findings.require(
            "exists",
            expected: "a unit",
            got: isFound ? "a unit (\(state.load))" : "not found",
            isFound,
            else: .unitMissing,
            "systemd knows no unit \(unit)"
        )
        let shown = "\(state.active) (\(state.sub))"
        // A unit that is not there is inactive, too: a check that asks for that shall not hold a misspelt name for it.
        guard isFound else {
            findings.skip(SystemdPlugin.Option.state, expected: self.states.joined(separator: " or "))
            return findings.outcome("")
        }
        let masked = state.load == "masked" ? "; it is masked" : ""
        findings.require(
            SystemdPlugin.Option.state,
            expected: self.states.joined(separator: " or "),
            got: state.active,
            self.states.contains(state.active),
            else: .unitInactive,
            "\(unit) is \(shown), expected \(self.states.joined(separator: " or "))\(masked)"
        )
        if let subStates = self.subStates {
            findings.require(
                SystemdPlugin.Option.subState,
                expected: subStates.joined(separator: " or "),
                got: state.sub,
                subStates.contains(state.sub),
                else: .unitInactive,
                "\(unit) is \(shown), expected the substate \(subStates.joined(separator: " or "))"
            )
        }
        return findings.outcome("\(unit) is \(shown)")
    }
}
