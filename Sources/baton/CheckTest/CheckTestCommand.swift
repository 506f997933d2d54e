import ArgumentParser
import Checker
import Checks
import Configuration
import Glibc
import Plugins

struct CheckTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test checks against servers, processes and files that the tests bring along.",
        discussion: """
            Runs the tests of *.test.conf files, which stand beside the checks they test. Needs no agent and no root; \
            everything happens on the loopback interface and in a folder that is gone afterwards. Exit codes: 0 all \
            passed, 1 a test failed, 2 a test could not be carried out, 64 wrong usage, 78 something does not load, \
            130 interrupted.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Files of tests, or folders of them (default: checks.d here, then /etc/baton/checks.d).",
            valueName: "FILE|DIR"
        )
    )
    var paths: [String] = []

    @Option(name: .customLong("run"), help: ArgumentHelp("Run only tests whose name matches.", valueName: "REGEX"))
    var pattern: String?

    @Option(
        help: ArgumentHelp(
            "The checker with the plugins (default: BATON_CHECKER, then this program).",
            valueName: "PATH"
        )
    )
    var checker: String?

    @Option(help: "How to print.")
    var format = ReportFormat.text

    @Option(help: ArgumentHelp("Also write a JUnit report to this file.", valueName: "FILE"))
    var junit: String?

    func validate() throws {
        guard let pattern else { return }
        do throws(OptionError) {
            _ = try RegularExpression(pattern)
        } catch {
            throw ValidationError("--run: \(error.message)")
        }
    }

    func run() async throws {
        let choice = try await CheckerChoice(option: self.checker, configured: nil)
        let plugins = choice.plugins
        let suites = try self.suites(plugins)
        guard let interruption = Interruption() else { throw ExitCode(EX_OSERR) }
        // As in the checker.
        _ = umask(0o177)
        let engine = TestEngine(checker: choice.program, mayChangeUser: geteuid() == 0)
        let reports = await interruption.guarding {
            var reports: [SuiteReport] = []
            for suite in suites {
                var cases: [CaseReport] = []
                for test in suite.tests where !Task.isCancelled {
                    cases.append(await CheckTestRun(test: test, plugins: plugins, engine: engine).run())
                }
                reports.append(SuiteReport(name: suite.file, cases: cases))
            }
            return reports
        }
        guard let reports else { throw ExitCode(130) }
        StandardOutput.print(try self.format.text(of: reports))
        if let junit { try TextFile.write(JUnitText(reports).text + "\n", to: junit) }
        throw ExitCode(reports.exitCode)
    }

    private struct Suite: Sendable {
        var file: String
        var tests: [CheckTest]
    }

    /// The tests to run, all of them read before the first one runs.
    private func suites(_ plugins: [PluginDescription]) throws -> [Suite] {
        let loader = CheckTestLoader(plugins: plugins)
        let pattern = try self.pattern.map { try RegularExpression($0) }
        var suites: [Suite] = []
        var isUsable = true
        for file in try loader.files(of: self.paths) {
            let result = try loader.load(file)
            for diagnostic in result.diagnostics where diagnostic.severity >= .warning {
                StandardError.print(diagnostic.rendered())
            }
            if result.hasErrors { isUsable = false }
            let tests = result.tests.filter { pattern?.matches($0.name) ?? true }
            if !tests.isEmpty { suites.append(Suite(file: file, tests: tests)) }
        }
        guard isUsable else { throw ExitCode(EX_CONFIG) }
        guard !suites.isEmpty else {
            StandardError.print("baton: there is no test" + (self.pattern.map { " whose name matches '\($0)'" } ?? ""))
            throw ExitCode(EX_USAGE)
        }
        return suites
    }
}
