import ArgumentParser
import Checks
import Glibc

struct PluginDescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Explain a kind of check: its argument, its options, examples.",
        discussion: "Exit codes: 0 explained, 64 there is no such kind, 78 the checker cannot be asked."
    )

    @Argument(help: "Such as http or process.")
    var kind: String

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
        let plugins = try await CheckerChoice(option: self.checker, configured: nil).plugins
        guard let plugin = plugins.first(where: { $0.kind == self.kind }) else {
            let kinds = plugins.map(\.kind).joined(separator: ", ")
            StandardError.print("baton: there is no kind of check '\(self.kind)'; there are: \(kinds)")
            throw ExitCode(EX_USAGE)
        }
        switch self.format {
        case .text: StandardOutput.print(PluginPage(plugin).text)
        case .json: try JSONOutput.print(PluginDocument(plugin))
        }
    }
}
