import ArgumentParser
import Checks

struct PluginListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the kinds of checks.",
        discussion: "Exit codes: 0 listed, 64 wrong usage, 78 the checker cannot be asked."
    )

    @Option(
        help: ArgumentHelp(
            "The checker with the plugins (default: BATON_CHECKER, then this program).",
            valueName: "PATH"
        )
    )
    var checker: String?

    @Option(help: "How to print.")
    var format = ListFormat.text

    func run() async throws {
        let descriptions = try await CheckerChoice(option: self.checker, configured: nil).plugins
        switch self.format {
        case .text:
            var table = Table(["KIND", "ARGUMENT", "WATCHES", "PASSES WHEN"])
            for plugin in descriptions {
                table.add([plugin.kind, plugin.argument.usage, plugin.watches ? "yes" : "", plugin.summary])
            }
            StandardOutput.print(table.text)
        case .json:
            try JSONOutput.print(descriptions.map(PluginDocument.init))
        }
    }
}
