import ArgumentParser
import Checker
import Checks
import Glibc
import Plugins
import Synchronization

struct CheckRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run checks now, with the agent's own loader and plugins. Needs no agent and no root.",
        discussion: """
            Changes nothing but what the checks themselves do. Exit codes: the worst of all runs, 0 pass, 1 warn, 2 fail, \
            3 unknown; 64 wrong usage, 78 something does not load, 130 interrupted.
            """
    )

    @Argument(help: ArgumentHelp("Names of checks, or files whose checks all run.", valueName: "NAME|FILE"))
    var checks: [String]

    @OptionGroup var sources: CheckSources

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
    }

    func run() async throws {
        let definitions = try self.chosen()
        self.warnOfUsers(definitions)
        guard let interruption = Interruption() else { throw ExitCode(EX_OSERR) }
        // As in the checker.
        _ = umask(0o177)
        let factory = CheckFactory(plugins: BuiltinChecks.all, context: CheckContext(mayChangeUser: geteuid() == 0))
        let worst = await interruption.guarding { [count, interval, format] in
            await RunLoop(
                definitions: definitions,
                run: StandaloneRun(factory: factory),
                count: count,
                interval: interval.map { .seconds($0) },
                format: format
            ).run()
        }
        throw ExitCode(worst.map { Int32($0.rawValue) } ?? 130)
    }

    private func chosen() throws -> [CheckDefinition] {
        let files = self.checks.filter { $0.contains("/") || $0.hasSuffix(".conf") }
        let names = self.checks.filter { !files.contains($0) }
        let loaded = try self.sources.load(files: files, needsFolder: !names.isEmpty)
        var chosen: [CheckDefinition] = []
        for word in self.checks {
            if files.contains(word) {
                let found = loaded.checks.filter { $0.location.file == word }
                if found.isEmpty {
                    StandardError.print("baton: \(word) defines no check")
                    throw ExitCode(EX_CONFIG)
                }
                chosen += found
            } else if let check = loaded.named(word) {
                chosen.append(check)
            } else {
                StandardError.print("baton: there is no check '\(word)'; there are: \(loaded.names)")
                throw ExitCode(EX_USAGE)
            }
        }
        return chosen
    }

    private func warnOfUsers(_ definitions: [CheckDefinition]) {
        guard geteuid() != 0 else { return }
        for case let (name, user?) in definitions.map({ ($0.name, $0.user) }) {
            StandardError.print(
                "baton: the agent runs '\(name)' as user \(user.user); without root, it cannot be run as anybody else"
            )
        }
    }
}
