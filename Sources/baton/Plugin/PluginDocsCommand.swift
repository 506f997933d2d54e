import ArgumentParser
import Checks
import Glibc

struct PluginDocsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Write one page of reference for every kind of check, in Markdown.",
        discussion: """
            Everything on the pages comes from what the plugins say of themselves. Exit codes: 0 written, 1 --check \
            found pages that are out of date, 64 wrong usage, 73 a page cannot be written, 78 the checker cannot be \
            asked.
            """
    )

    @Option(name: .customLong("output"), help: ArgumentHelp("The folder of the pages.", valueName: "DIR"))
    var folder: String

    @Option(
        help: ArgumentHelp(
            "The checker with the plugins (default: BATON_CHECKER, then this program).",
            valueName: "PATH"
        )
    )
    var checker: String?

    @Flag(name: .customLong("check"), help: "Write nothing, and name the pages that are out of date.")
    var onlyCompares = false

    func run() async throws {
        let plugins = try await CheckerChoice(option: self.checker, configured: nil).plugins
        let pages = PluginDescription.referencePages(of: plugins)
        var stale: [String] = []
        for name in pages.keys.sorted() {
            let path = "\(self.folder)/\(name)"
            guard let text = pages[name], TextFile.read(path) != text else { continue }
            stale.append(path)
            if !self.onlyCompares { try TextFile.write(text, to: path) }
        }
        for path in stale { StandardOutput.print(self.onlyCompares ? "\(path): out of date" : path) }
        guard self.onlyCompares, !stale.isEmpty else { return }
        StandardError.print("baton: run: baton plugin docs --output \(self.folder)")
        throw ExitCode(1)
    }
}
