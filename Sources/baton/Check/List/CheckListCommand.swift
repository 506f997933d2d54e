import ArgumentParser
import Checker
import Checks

struct CheckListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the checks of a folder or a configuration.",
        discussion: "Secrets are not shown. Exit codes: 0 listed, 64 wrong usage, 78 something does not load."
    )

    @OptionGroup var sources: CheckSources

    @Option(help: "How to print.")
    var format = ListFormat.text

    func run() async throws {
        let loaded = try await self.sources.load()
        switch self.format {
        case .text: StandardOutput.print(CheckTable(loaded.checks).text)
        case .json: try JSONOutput.print(CheckListDocument(loaded))
        }
    }
}
