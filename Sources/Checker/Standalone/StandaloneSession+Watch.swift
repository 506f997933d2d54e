package import Checks

extension StandaloneSession {
    /// Runs checks on their own schedule until the task is cancelled.
    ///
    /// - Parameter outcome: As of ``run(_:outcome:)``.
    package func watch(
        _ definitions: [CheckDefinition],
        outcome: @escaping @Sendable (CheckDefinition, CheckOutcome, Hysteresis) -> Void
    ) async {
        guard let factory = self.factory else {
            await self.poll(definitions, outcome: outcome)
            return
        }
        let known = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in first }
        let board = self.board
        await StandaloneWatch(factory: factory).run(definitions) { check, result, runs in
            guard let definition = known[check] else { return }
            for _ in 0..<max(1, runs) { outcome(definition, result, board.record(result, of: definition)) }
        }
    }

    /// A checker of the operator's own is asked for one run at a time.
    private func poll(
        _ definitions: [CheckDefinition],
        outcome: @escaping @Sendable (CheckDefinition, CheckOutcome, Hysteresis) -> Void
    ) async {
        let names = Set(definitions.map(\.name))
        await withTaskGroup(of: Void.self) { group in
            for definition in definitions {
                group.addTask {
                    await self.waitForFirstResults(of: definition.dependencies.filter(names.contains))
                    await self.poll(definition, outcome: outcome)
                }
            }
        }
    }

    /// What a check looks at must have been looked at first.
    private func waitForFirstResults(of names: [String]) async {
        while !Task.isCancelled {
            let (healths, version) = self.board.surroundings.health(of: names)
            guard healths.contains(nil) else { return }
            await self.board.surroundings.waitForHealth(of: names, after: version)
        }
    }

    private func poll(
        _ definition: CheckDefinition,
        outcome: @escaping @Sendable (CheckDefinition, CheckOutcome, Hysteresis) -> Void
    ) async {
        let clock = SuspendingClock()
        var due = clock.now
        while !Task.isCancelled {
            let answer = Promise<Hysteresis>()
            await self.run(definition) { result, hysteresis in
                outcome(definition, result, hysteresis)
                answer.fulfill(hysteresis)
            }
            let hysteresis = await answer.value(until: clock.now) ?? definition.hysteresis
            due = max(due.advanced(by: hysteresis.interval(of: definition.schedule)), clock.now)
            try? await clock.sleep(until: due, tolerance: .zero)
        }
    }
}

extension Hysteresis {
    /// Start to start in this state, as the agent has it.
    fileprivate func interval(of schedule: CheckSchedule) -> Duration {
        if self.isChanging { return schedule.fastInterval ?? schedule.interval }
        return self.health == .down ? schedule.downInterval ?? schedule.interval : schedule.interval
    }
}
