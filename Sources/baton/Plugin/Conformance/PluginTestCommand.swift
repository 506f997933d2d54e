import ArgumentParser
import Glibc

struct PluginTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test whether a program keeps the contract of plugins: exec/1 or stream/1.",
        discussion: """
            Runs the program many times, with the arguments of the cases that its --describe names, in an environment \
            like the agent's; as root, some runs are an unprivileged user's. Documentation/Protocols.md says what is \
            asked for. Exit codes: 0 it conforms, 1 it does not, 2 it could not be tested, 64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("The program.", valueName: "PATH"))
    var path: String

    @Option(help: "Which contract it must keep (default: the one it says).")
    var tier: PluginManifest.Tier?

    @Option(
        help: ArgumentHelp(
            "Only these of the cases 1 to \(ConformanceCase.allCases.count); may stand several times.",
            valueName: "N"
        )
    )
    var only: [Int] = []

    @Option(help: "How to print.")
    var format = ReportFormat.text

    @Option(help: ArgumentHelp("Also write a JUnit report to this file.", valueName: "FILE"))
    var junit: String?

    func validate() throws {
        guard self.only.allSatisfy({ ConformanceCase(rawValue: $0) != nil }) else {
            throw ValidationError("--only: expected numbers from 1 to \(ConformanceCase.allCases.count).")
        }
    }

    func run() throws {
        guard let resolved = unsafe realpath(self.path, nil) else {
            StandardError.print("baton: \(self.path): \(unsafe String(cString: strerror(errno)))")
            throw ExitCode(2)
        }
        defer { unsafe free(resolved) }
        let program = TestedProgram(path: unsafe String(cString: resolved))
        guard unsafe access(program.path, X_OK) == 0 else {
            StandardError.print("baton: \(self.path): expected an executable program; try: chmod +x \(self.path)")
            throw ExitCode(2)
        }
        let folder: FixtureFolder
        do throws(FixtureError) {
            folder = try FixtureFolder()
            // Some runs are another user's.
            for name in ["home", "tmp", "here"] { try folder.makeFolder(name) }
        } catch {
            StandardError.print("baton: \(error.message)")
            throw ExitCode(2)
        }
        defer { folder.removeAll() }
        let (reports, manifest) = ConformanceKit(
            program: program,
            tier: self.tier,
            folder: folder,
            only: Set(self.only.compactMap(ConformanceCase.init(rawValue:)))
        ).run()
        let suites = [SuiteReport(name: self.path, cases: reports)]
        StandardOutput.print(try self.format.text(of: suites))
        if let junit { try TextFile.write(JUnitText(suites).text + "\n", to: junit) }
        if self.format == .text, suites.exitCode == 0, self.only.isEmpty, let manifest {
            StandardOutput.print("\(manifest.name) \(manifest.version) conforms to \(manifest.tier.rawValue)/1.0")
        }
        throw ExitCode(suites.exitCode)
    }
}

extension PluginManifest.Tier: ExpressibleByArgument {}
