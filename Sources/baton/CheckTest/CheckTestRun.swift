import Checker
import Checks
import Configuration
import Plugins

/// One test, carried out step by step.
struct CheckTestRun {
    let test: CheckTest
    let plugins: [PluginDescription]
    let engine: TestEngine

    /// Never throws past its border: what goes wrong is in the report. Whatever happens, the fixtures are gone when
    /// it returns.
    func run() async -> CaseReport {
        let clock = SuspendingClock()
        let start = clock.now
        var verdict: CaseReport.Verdict
        do throws(FixtureError) {
            let fixtures = try FixtureSet(here: SourceFolder.of(self.test.location.file))
            verdict = await self.verdict(with: fixtures)
            fixtures.end()
        } catch {
            verdict = .broken([error.message])
        }
        return CaseReport(name: self.test.name, verdict: verdict, duration: start.duration(to: clock.now))
    }

    private func verdict(with fixtures: FixtureSet) async -> CaseReport.Verdict {
        let board = TestBoard()
        var health: TestHealth?
        do throws(FixtureError) {
            for fixture in self.test.fixtures { try fixtures.start(fixture) }
            for step in self.test.steps {
                if Task.isCancelled { throw FixtureError("interrupted") }
                let problems = try await self.perform(step, fixtures, board, &health)
                guard problems.isEmpty else { return .failed(problems) }
            }
            return .passed
        } catch {
            return .broken([error.message])
        }
    }

    /// What is not as the test says; empty = all is well.
    private func perform(
        _ step: TestStep,
        _ fixtures: FixtureSet,
        _ board: TestBoard,
        _ health: inout TestHealth?
    ) async throws(FixtureError) -> [String] {
        switch step.action {
        case .expect(let expectation):
            return try await self.expect(expectation, at: step.location, fixtures, board, &health)
        case .health(let expected):
            let counted: TestHealth
            if let health { counted = health } else { counted = TestHealth(try self.definition(fixtures.values)) }
            let found = counted.health
            return found == expected ? [] : ["\(step.location): expected health \(expected), found \(found)"]
        case .stop(let name): fixtures.stop(name)
        case .start(let name):
            try fixtures.start(name)
            await self.waitForProcesses()
        case .change(let name, let kind):
            try fixtures.change(name, to: kind)
            await self.waitForProcesses()
        case .given(let check, let given): board.set(check, given)
        case .push(let outcome): board.push(outcome)
        case .wait(let time): try? await Task.sleep(for: time)
        }
        return []
    }

    private func expect(
        _ expectation: TestStep.Expectation,
        at location: SourceLocation,
        _ fixtures: FixtureSet,
        _ board: TestBoard,
        _ health: inout TestHealth?
    ) async throws(FixtureError) -> [String] {
        let definition = try self.definition(fixtures.values)
        let counted = health ?? TestHealth(definition)
        health = counted
        for number in 1...expectation.times {
            guard let outcome = await self.engine.run(definition, with: board) else {
                throw FixtureError("interrupted")
            }
            counted.record(outcome)
            var problems = ExpectationComparison(expectation, outcome).problems
            if number == expectation.times, let expected = expectation.health, counted.health != expected {
                problems.append("expected health \(expected), found \(counted.health)")
            }
            guard problems.isEmpty else {
                let place =
                    expectation.times > 1 ? "\(location) (run \(number) of \(expectation.times))" : "\(location)"
                return ["\(place): \(problems[0])"] + problems.dropFirst() + ExpectationComparison.evidence(of: outcome)
            }
        }
        return []
    }

    /// Process checks share one look at the system's processes for a moment; a process that has just been started is
    /// not in the last one.
    private func waitForProcesses() async {
        guard self.test.usesProcesses else { return }
        try? await Task.sleep(for: .milliseconds(100))
    }

    private func definition(_ values: [String: String]) throws(FixtureError) -> CheckDefinition {
        let (definition, diagnostics) = self.test.definition(plugins: self.plugins, values: values)
        guard let definition else {
            let message = diagnostics.first { $0.severity == .error }?.rendered()
            throw FixtureError(message ?? "\(self.test.location): the check cannot be made")
        }
        return definition
    }
}
