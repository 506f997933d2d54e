import ArgumentParser

/// Which configuration a command reads: `FILE` or `-f FILE`, and whose `@id` lines.
struct ConfigurationSource: ParsableArguments {
    @Argument(help: ArgumentHelp("The file batond would be started with.", valueName: "file"))
    var files: [String] = []

    @Option(
        name: [.customShort("f"), .customLong("use-file")],
        help: ArgumentHelp("The same, as batond is given it.", valueName: "file")
    )
    var useFile: [String] = []

    @Option(
        name: [.customShort("i"), .customLong("config-id")],
        help: ArgumentHelp("Whose @id lines to keep (default: the host name's).", valueName: "id")
    )
    var configurationID: String?

    @Flag(
        name: [.customShort("e"), .customLong("all-config")],
        help: "Take what include lines do not find for an error."
    )
    var checksIncludes = false

    static let standardPath = "/etc/keepalived/keepalived.conf"

    /// Never empty.
    var paths: [String] {
        let given = self.files + self.useFile
        return given.isEmpty ? [Self.standardPath] : given
    }
}
