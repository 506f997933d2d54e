import ArgumentParser
import Checker
import Checks
import Configuration

struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say everything that is to be said of a configuration, and what it would run.",
        discussion: """
            Asks the checker that the environment variable BATON_CHECKER or the configuration's checker names for its \
            plugins, as batond does. \
            Exit codes: 0 batond would run it, with or without warnings; 1 it has errors; 4 it cannot be read; \
            64 wrong usage.
            """
    )

    @OptionGroup var source: ConfigurationSource

    func run() async throws {
        var worst: Int32 = 0
        for path in self.source.paths {
            worst = max(worst, try await self.check(path))
        }
        guard worst == 0 else { throw ExitCode(worst) }
    }

    /// - Returns: The exit code.
    private func check(_ path: String) async throws -> Int32 {
        if let problem = CheckLoader(plugins: []).problem(reading: path) {
            StandardError.print("\(path): cannot read this file: \(problem.description)\n    fix: \(problem.fix)")
            return 4
        }
        let loader = CheckLoader(plugins: try await Self.plugins(for: path))
        let result = loader.configurationForThisHost(
            path,
            configurationID: self.source.configurationID,
            checksIncludes: self.source.checksIncludes
        )
        for diagnostic in result.diagnostics { StandardError.print(diagnostic.rendered()) }
        let count = { (severity: Diagnostic.Severity) in result.diagnostics.count { $0.severity == severity } }
        let findings =
            "\(Self.number(count(.error), "error")), \(Self.number(count(.warning), "warning")), "
            + Self.number(count(.notice), "notice")
        guard let configuration = result.configuration else {
            StandardError.print("\(path): not usable: \(findings)")
            return 1
        }
        for script in configuration.scripts { StandardOutput.print(script.description) }
        for check in configuration.checks where check.origin == .check {
            StandardOutput.print("check \(check.name): \(check.kind) \(check.options.arguments.joined(separator: " "))")
        }
        for instance in configuration.instances {
            let checks = instance.trackedChecks.map(\.name).joined(separator: ", ")
            StandardOutput.print(
                "vrrp_instance \(instance.name) on \(instance.interface): "
                    + instance.virtualAddresses.map(\.description).joined(separator: ", ")
                    + "; " + (checks.isEmpty ? "tracks no check" : "tracks \(checks)")
            )
        }
        StandardOutput.print("\(path): usable: \(findings)")
        return 0
    }

    /// The built-in plugins, or those of the operator's own checker.
    private static func plugins(for path: String) async throws -> [PluginDescription] {
        do throws(CheckerChoice.Failure) {
            let configured = CheckLoader.globals(of: path)?.checkerProgram
            return try await CheckerChoice(option: nil, configured: configured).plugins
        } catch {
            StandardError.print("baton: \(error.message)")
            throw ExitCode(1)
        }
    }

    private static func number(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
