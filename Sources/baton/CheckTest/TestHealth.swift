import Checker
import Checks

/// The health of the check of a test, as the agent would have it after the same outcomes. What `on_unknown hold` holds
/// does not run out within a test.
struct TestHealth {
    private let board = StandaloneBoard()
    private let definition: CheckDefinition

    init(_ definition: CheckDefinition) {
        self.definition = definition
    }

    var health: Health { self.board.health(of: self.definition.name) ?? self.definition.initialHealth }

    func record(_ outcome: CheckOutcome) {
        self.board.record(outcome, of: self.definition)
    }
}
