import ArgumentParser

struct ConfigDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare the configurations of two nodes of one cluster.",
        discussion: """
            Names what must match and does not (VRID, interval, version, authentication, addresses, checks, multicast \
            group, peers that do not name each other), what should differ and does not (priority), and what merely \
            differs. Instances are paired by VRID, family and interface, or by name. \
            Exit codes: 0 nothing that must match differs; 1 something does; 4 a file cannot be read or has errors; \
            64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("One node's file.", valueName: "a"))
    var left: String

    @Argument(help: ArgumentHelp("The other node's file.", valueName: "b"))
    var right: String

    @Option(help: ArgumentHelp("Whose @id lines of A to keep (default: the host name's).", valueName: "id"))
    var idA: String?

    @Option(help: ArgumentHelp("Whose @id lines of B to keep (default: the host name's).", valueName: "id"))
    var idB: String?

    @Option(help: "text or json.")
    var format = ListFormat.text

    func run() async throws {
        let first: LoadedConfiguration
        let second: LoadedConfiguration
        do {
            first = try await LoadedConfiguration(self.left, configurationID: self.idA)
            second = try await LoadedConfiguration(self.right, configurationID: self.idB)
        } catch is ExitCode {
            throw ExitCode(4)
        }
        let comparison = NodeComparison(first, second)
        switch self.format {
        case .text: StandardOutput.print(comparison.text(left: self.left, right: self.right))
        case .json: StandardOutput.print(comparison.document.indented())
        }
        guard comparison.agrees else { throw ExitCode(1) }
    }
}
