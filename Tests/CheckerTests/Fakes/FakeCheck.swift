import Checks
import Synchronization

/// What the fake checks of one test do, and what they saw. Definitions name a script by their first argument.
final class Script: Sendable {
    typealias Body = @Sendable (_ run: Int) async -> CheckOutcome

    struct Seen: Sendable {
        var runs = 0
        var running = 0
        var mostRunning = 0
        var setups = 0
    }

    let seen = Mutex(Seen())
    let body: Body
    let changes: AsyncStream<Void>
    let change: AsyncStream<Void>.Continuation

    init(_ body: @escaping Body) {
        self.body = body
        (self.changes, self.change) = AsyncStream.makeStream()
    }

    static let pass = CheckOutcome(.pass, .ok, "well")

    /// A script under a name that no other test uses.
    static func named(_ name: String, _ body: @escaping Body) -> Script {
        let script = Script(body)
        Self.all.withLock { $0[name] = script }
        return script
    }

    var runs: Int { self.seen.withLock { $0.runs } }

    fileprivate func run() async -> CheckOutcome {
        let run = self.seen.withLock { seen in
            seen.runs += 1
            seen.running += 1
            seen.mostRunning = max(seen.mostRunning, seen.running)
            return seen.runs
        }
        let outcome = await self.body(run)
        self.seen.withLock { $0.running -= 1 }
        return outcome
    }

    /// Scripts of all tests, by a name that is different in each.
    static let all = Mutex([String: Script]())
}

/// A check that does what its ``Script`` says.
struct FakeCheck: Check {
    static let description = PluginDescription(
        kind: "fake",
        summary: "Does what a test says.",
        argument: PluginDescription.Argument(name: "NAME", documentation: "A script."),
        options: [OptionDescription(name: "token", type: .string, isSecret: true, documentation: "A secret.")]
    )

    let script: Script

    init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        let name = definition.options.arguments[0]
        guard let script = Script.all.withLock({ $0[name] }) else {
            throw CheckSetupError("there is no script '\(name)'")
        }
        script.seen.withLock { $0.setups += 1 }
        self.script = script
    }

    func run(timeout: Duration) async -> CheckOutcome { await self.script.run() }
}

/// The same, which hears of changes as well.
struct FakeWatchingCheck: WatchingCheck {
    static let description = PluginDescription(
        kind: "watching",
        summary: "Does what a test says, when it says.",
        argument: PluginDescription.Argument(name: "NAME", documentation: "A script.")
    )

    let fake: FakeCheck

    init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        self.fake = try FakeCheck(definition: definition, context: context)
    }

    func run(timeout: Duration) async -> CheckOutcome { await self.fake.script.run() }

    func waitForChange() async {
        for await _ in self.fake.script.changes { return }
        // The stream ends with the first cancelled wait; then only polling is left.
        try? await Task.sleep(for: .seconds(3600))
    }
}
