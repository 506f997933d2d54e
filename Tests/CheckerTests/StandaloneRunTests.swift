import Checks
import Plugins
import Synchronization
import Testing

@testable import Checker

/// Real plugins behind the deadline that `baton check run` and the agent share.
@Suite(.timeLimit(.minutes(2))) struct StandaloneRunTests {
    private static func outcomes(of line: String, timeout: Duration) async -> [CheckOutcome] {
        let definition = CheckDefinition(
            name: "a",
            kind: "shell",
            options: CheckOptions(arguments: [line], argument: .string(line)),
            schedule: CheckSchedule(interval: .never, timeout: timeout)
        )
        let factory = CheckFactory(plugins: BuiltinChecks.all, context: CheckContext(mayChangeUser: false))
        let found = Mutex([CheckOutcome]())
        await StandaloneRun(factory: factory).run(definition) { outcome in found.withLock { $0.append(outcome) } }
        return found.withLock { $0 }
    }

    @Test func aShortRunHasOneOutcome() async {
        let outcomes = await Self.outcomes(of: "echo fine", timeout: .seconds(20))
        #expect(outcomes.map(\.status) == [.pass])
        #expect(outcomes.first?.output == "fine\n")
    }

    @Test func aScriptThatTrapsItsEndHasStillFailed() async {
        let outcomes = await Self.outcomes(
            of: "trap 'exit 0' TERM; while :; do sleep 0.05; done",
            timeout: .milliseconds(200)
        )
        #expect(outcomes.map(\.status) == [.fail])
        #expect(outcomes.map(\.reason) == [.execTimeout])
    }
}
