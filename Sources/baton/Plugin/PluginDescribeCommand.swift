import ArgumentParser
import Checks
import Glibc
import Plugins

struct PluginDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Explain a kind of check: its argument, its options, examples.",
        discussion: "Exit codes: 0 explained, 64 there is no such kind."
    )

    @Argument(help: "Such as http or process.")
    var kind: String

    @Option(help: "How to print.")
    var format = ListFormat.text

    func run() throws {
        guard let plugin = BuiltinChecks.type(of: self.kind) else {
            let kinds = BuiltinChecks.all.map { $0.description.kind }.joined(separator: ", ")
            StandardError.print("baton: there is no kind of check '\(self.kind)'; there are: \(kinds)")
            throw ExitCode(EX_USAGE)
        }
        switch self.format {
        case .text: StandardOutput.print(PluginPage(plugin.description).text)
        case .json: try JSONOutput.print(PluginDocument(plugin.description))
        }
    }
}
