package import Checks

/// Checks run by hand, one after the other, each knowing what those before it found.
package struct StandaloneSession: Sendable {
    /// Who has the plugins.
    package enum Engine: Sendable {
        /// This process.
        case plugins([any Check.Type], mayChangeUser: Bool)
        /// The program at this path, built with the Checker library.
        case checker(String)
    }

    package let board: StandaloneBoard
    private let engine: Engine
    /// nil = another program has the plugins.
    let factory: CheckFactory?

    package init(_ engine: Engine) {
        self.board = StandaloneBoard()
        self.engine = engine
        self.factory =
            switch engine {
            case .plugins(let plugins, let mayChangeUser):
                CheckFactory(
                    plugins: plugins,
                    context: CheckContext(mayChangeUser: mayChangeUser, surroundings: self.board.surroundings)
                )
            case .checker: nil
            }
    }

    /// One run, or the reason why there is none: a check it requires is not up.
    ///
    /// - Parameter outcome: Called when the outcome stands, with the check's rise and fall after it. The function
    ///   returns when nothing of the run is left behind. Not called when the task is cancelled.
    package func run(
        _ definition: CheckDefinition,
        outcome: @escaping @Sendable (CheckOutcome, Hysteresis) -> Void
    ) async {
        let board = self.board
        let deliver: @Sendable (CheckOutcome) -> Void = { result in
            outcome(result, board.record(result, of: definition))
        }
        if let blocked = self.blocked(definition) {
            deliver(blocked)
            return
        }
        switch self.engine {
        case .plugins:
            guard let factory else { return }
            await StandaloneRun(factory: factory).run(definition, outcome: deliver)
        case .checker(let program):
            let request = StandaloneRequest(definition: definition, healths: self.healths(for: definition))
            if let result = await ForeignRun(checker: program).run(request) { deliver(result) }
        }
    }

    /// nil = it may run.
    private func blocked(_ definition: CheckDefinition) -> CheckOutcome? {
        let obstacles = definition.requires.compactMap { name -> String? in
            switch self.board.health(of: name) {
            case .up: nil
            case .down: "\(name), which is down"
            case .unknown: "\(name), of which nothing is known"
            case nil: "\(name), which has not run"
            }
        }
        guard !obstacles.isEmpty else { return nil }
        return CheckOutcome(
            .unknown,
            .checkBlocked,
            "not run: it requires \(obstacles.joined(separator: ", and "))"
        )
    }

    private func healths(for definition: CheckDefinition) -> [String: Health] {
        var healths: [String: Health] = [:]
        for name in definition.dependencies { healths[name] = self.board.health(of: name) }
        return healths
    }
}
