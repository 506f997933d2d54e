import ArgumentParser
import Checker
import Checks
import Configuration
import Glibc
import Plugins

struct CheckRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run checks now, with the agent's own loader and plugins. Needs no agent and no root.",
        discussion: """
            Changes nothing but what the checks themselves do. Checks that a check requires or judges run before it. \
            Exit codes: the worst of all runs, 0 pass, 1 warn, 2 fail, 3 unknown; 64 wrong usage, 78 something does \
            not load, 130 interrupted.
            """
    )

    @Argument(
        help: ArgumentHelp("Names of checks, or files whose checks all run.", valueName: "NAME|FILE"),
        completion: .file(extensions: ["conf"])
    )
    var checks: [String]

    @OptionGroup var sources: CheckSources

    @Flag(help: "Say what was expected and found, one by one, and what the agent would make of it.")
    var explain = false

    @Option(help: "How often to run each check.")
    var count = 1

    @Option(
        help: ArgumentHelp("Seconds from one round to the next (default: the check's own interval).", valueName: "T")
    )
    var interval: Double?

    @Option(help: "How to print.")
    var format = RunFormat.text

    func validate() throws {
        guard !self.checks.isEmpty else { throw ValidationError("Name at least one check or file.") }
        guard self.count >= 1 else { throw ValidationError("--count: expected a number of at least 1.") }
        if let interval, !(interval > 0 && interval <= 86_400) {
            throw ValidationError("--interval: expected seconds, more than 0 and at most 86400.")
        }
        if self.explain, self.format != .text {
            throw ValidationError("--explain: text only; --format \(self.format.rawValue) says everything it can.")
        }
    }

    func run() async throws {
        let (chosen, loaded) = try await self.sources.choose(self.checks)
        let plan = StandalonePlan(asked: chosen, among: loaded.checks)
        self.warn(of: plan)
        let session = StandaloneSession(Self.engine(for: loaded))
        guard let interruption = Interruption() else { throw ExitCode(EX_OSERR) }
        Self.enterCheckerSurroundings()
        let printer = RunPrinter(
            self.format.writer(explains: self.explain, plugins: loaded.plugins, identity: Identity.name)
        )
        let worst = await interruption.guarding { [count, interval] in
            await RunLoop(
                plan: plan,
                session: session,
                count: count,
                interval: interval.map { .seconds($0) },
                report: printer.print
            ).run()
        }
        printer.end(isInterrupted: worst == nil)
        throw ExitCode(worst.map { Int32($0.rawValue) } ?? 130)
    }

    /// Who runs loaded checks.
    static func engine(for loaded: LoadedChecks) -> StandaloneSession.Engine {
        loaded.checker.map { .checker($0) } ?? .plugins(BuiltinChecks.all, mayChangeUser: Identity.isRoot)
    }

    /// As in the checker: what a script creates is its own, and its relative paths do not begin here.
    static func enterCheckerSurroundings() {
        _ = umask(0o177)
        _ = unsafe chdir("/")
    }

    private func warn(of plan: StandalonePlan) {
        Identity.warn(of: plan.steps.map(\.definition))
        // What the agent refuses is said here, and does not keep anybody from trying.
        for diagnostic in CheckLoader.inspect(plan.steps.map(\.definition)) {
            StandardError.print(diagnostic.rendered())
        }
        for name in plan.missing {
            StandardError.print("baton: no check '\(name)' is defined here, which another one looks at")
        }
        for definition in plan.steps.map(\.definition) where definition.mode == .disabled {
            StandardError.print("baton: '\(definition.name)' is mode disabled: the agent does not run it")
        }
        for definition in plan.steps.map(\.definition) where definition.kind == PushPlugin.kind {
            StandardError.print(
                "baton: '\(definition.name)' hears what is pushed to a running agent; ask that one with: baton status"
            )
        }
    }
}
