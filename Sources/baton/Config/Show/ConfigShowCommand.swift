import ArgumentParser
import Checker
import Checks
import Configuration

struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the effective configuration, and where each value of it comes from.",
        discussion: """
            Needs no agent, no privilege and none of the interfaces the file names. Values that nobody wrote are there \
            with the origin "default"; passwords and secret options are masked. Instances and scripts are described \
            under the names of keepalived's own JSON dump. The JSON of several files is one array. \
            Exit codes: 0 shown; 1 it has errors; 4 it cannot be read; 64 wrong usage.
            """
    )

    @OptionGroup var source: ConfigurationSource

    @Option(help: "text or json.")
    var format = ListFormat.text

    func run() async throws {
        var documents: [JSONValue] = []
        for path in self.source.paths {
            let loaded = try await LoadedConfiguration(
                path,
                configurationID: self.source.configurationID,
                checksIncludes: self.source.checksIncludes
            )
            switch self.format {
            case .text: StandardOutput.print(EffectivePage(loaded.effective).text)
            case .json: documents.append(loaded.effective.document)
            }
        }
        guard self.format == .json else { return }
        let document = documents.count == 1 ? documents[0] : .array(documents)
        StandardOutput.print(document.indented())
    }
}
