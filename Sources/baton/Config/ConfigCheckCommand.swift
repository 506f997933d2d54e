import ArgumentParser
import Checker
import Checks
import Configuration
import Plugins

struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say everything that is to be said of a configuration, and what it would run.",
        discussion: """
            Exit codes: 0 batond would run it, with or without warnings; 1 it has errors; 4 it cannot be read; \
            64 wrong usage.
            """
    )

    @Argument(help: "The file batond would be started with.")
    var path = "/etc/keepalived/keepalived.conf"

    func run() throws {
        let loader = CheckLoader(plugins: BuiltinChecks.all.map { $0.description })
        if let problem = loader.problem(reading: self.path) {
            StandardError.print("\(self.path): cannot read this file: \(problem.description)")
            throw ExitCode(4)
        }
        let result = loader.configuration(self.path)
        for diagnostic in result.diagnostics { StandardError.print(diagnostic.rendered()) }
        let count = { (severity: Diagnostic.Severity) in result.diagnostics.count { $0.severity == severity } }
        let findings =
            "\(Self.number(count(.error), "error")), \(Self.number(count(.warning), "warning")), "
            + Self.number(count(.notice), "notice")
        guard let configuration = result.configuration else {
            StandardError.print("\(self.path): not usable: \(findings)")
            throw ExitCode(1)
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
        StandardOutput.print("\(self.path): usable: \(findings)")
    }

    private static func number(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
