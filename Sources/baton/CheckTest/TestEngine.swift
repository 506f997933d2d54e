import Checker
import Checks
import Plugins
import Synchronization

/// Who runs the checks of tests.
struct TestEngine: Sendable {
    /// A checker of the operator's own, which has plugins this program has not; nil = there is none.
    let checker: String?
    let mayChangeUser: Bool

    /// One run with the agent's own deadline and clean-up; nil when the task is cancelled.
    func run(_ definition: CheckDefinition, with board: TestBoard) async -> CheckOutcome? {
        let obstacles = definition.requires.compactMap { name -> String? in
            let health = board.healths[name] ?? .up
            return health == .up ? nil : "\(name), which is \(health)"
        }
        guard obstacles.isEmpty else {
            return CheckOutcome(.unknown, .checkBlocked, "waits for \(obstacles.joined(separator: ", and for "))")
        }
        if let checker, BuiltinChecks.type(of: definition.kind) == nil {
            let request = StandaloneRequest(definition: definition, healths: board.healths)
            return await ForeignRun(checker: checker).run(request)
        }
        let factory = CheckFactory(
            plugins: BuiltinChecks.all,
            context: CheckContext(mayChangeUser: self.mayChangeUser, surroundings: board)
        )
        let answer = Answer()
        await StandaloneRun(factory: factory).run(definition) { answer.give($0) }
        return answer.outcome
    }

    private final class Answer: Sendable {
        private let value = Mutex<CheckOutcome?>(nil)

        var outcome: CheckOutcome? { self.value.withLock { $0 } }

        func give(_ outcome: CheckOutcome) {
            self.value.withLock { $0 = outcome }
        }
    }
}
