import ArgumentParser
import Checker
import Checks
import Configuration
import Glibc

struct CheckWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Run checks on their own schedule and show what becomes of their health, live.",
        discussion: """
            Needs no agent and changes nothing but what the checks themselves do. With --config, also what priority the \
            instances that track them would have. On a terminal the table is drawn anew; otherwise, each result is a \
            line. ^C ends it with a summary. Exit codes: 0 ended, 64 wrong usage, 78 something does not load.
            """
    )

    @Argument(
        help: ArgumentHelp("Names of checks, or files whose checks all run (default: all).", valueName: "NAME|FILE"),
        completion: .file(extensions: ["conf"])
    )
    var checks: [String] = []

    @OptionGroup var sources: CheckSources

    @Option(name: .customLong("for"), help: ArgumentHelp("End after so many seconds.", valueName: "T"))
    var limit: Double?

    @Flag(help: "Print lines, also on a terminal.")
    var lines = false

    func validate() throws {
        if let limit, !(limit > 0 && limit <= 31_536_000) {
            throw ValidationError("--for: expected seconds, more than 0 and at most a year.")
        }
    }

    func run() async throws {
        let (chosen, loaded) = try await self.chosen()
        let plan = StandalonePlan(asked: chosen, among: loaded.checks)
        Identity.warn(of: plan.steps.map(\.definition))
        guard let interruption = Interruption() else { throw ExitCode(EX_OSERR) }
        CheckRunCommand.enterCheckerSurroundings()
        let board = WatchBoard(plan.steps.map(\.definition), instances: loaded.configuration?.instances ?? [])
        let isLive = !self.lines && Terminal.isInteractive
        let screen = WatchScreen(board: board, isLive: isLive)
        let session = StandaloneSession(CheckRunCommand.engine(for: loaded))
        _ = await interruption.guarding { [limit] in
            await WatchLoop(
                definitions: plan.steps.map(\.definition),
                session: session,
                limit: limit.map { .seconds($0) },
                report: screen.show
            ).run()
        }
        screen.end()
    }

    private func chosen() async throws -> ([CheckDefinition], LoadedChecks) {
        guard self.checks.isEmpty else {
            let (chosen, loaded) = try await self.sources.choose(self.checks)
            return (chosen, loaded)
        }
        let loaded = try await self.sources.load()
        guard !loaded.checks.isEmpty else {
            StandardError.print("baton: no check is defined there")
            throw ExitCode(EX_USAGE)
        }
        return (loaded.checks.filter { $0.mode != .disabled }, loaded)
    }
}
