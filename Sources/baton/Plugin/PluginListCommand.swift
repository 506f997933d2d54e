import ArgumentParser
import Checks
import Plugins

struct PluginListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the kinds of checks.")

    @Option(help: "How to print.")
    var format = ListFormat.text

    func run() throws {
        let descriptions = BuiltinChecks.all.map { $0.description }
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
