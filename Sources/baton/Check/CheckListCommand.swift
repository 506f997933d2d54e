import ArgumentParser
import Checker
import Checks

struct CheckListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the checks of a folder or a configuration.",
        discussion: "Exit codes: 0 listed, 64 wrong usage, 78 something does not load."
    )

    @OptionGroup var sources: CheckSources

    @Option(help: "How to print.")
    var format = ListFormat.text

    func run() throws {
        let loaded = try self.sources.load()
        switch self.format {
        case .text:
            var table = Table(["NAME", "KIND", "EVERY", "TIMEOUT", "WEIGHT", "WHAT", "WHERE"])
            for check in loaded.checks {
                table.add([
                    check.name,
                    check.kind,
                    check.schedule.interval.inUnits,
                    check.schedule.timeout.inUnits,
                    "\(check.weight.value)\(check.weight.reverse ? " reverse" : "")",
                    check.options.arguments.joined(separator: " "),
                    check.location.description,
                ])
            }
            StandardOutput.print(table.text)
        case .json:
            try JSONOutput.print(CheckListDocument(loaded.checks))
        }
    }
}
