import Checks
import Configuration
import ConfigurationFiles
import LinuxIO

/// Reads the configuration from the disk: the only place that does.
struct ConfigurationLoader {
    let mainFile: String
    let configurationID: String?
    /// What the checker can do.
    let plugins: [PluginDescription]

    struct Loaded {
        var configuration: AgentConfiguration
        var bundle: SourceBundle
        var diagnostics: [Diagnostic]
    }

    struct Refused: Error {
        var diagnostics: [Diagnostic]
        /// The main file itself cannot be read.
        var cannotRead: Bool
    }

    /// Reads and validates; the interfaces it names must exist.
    func load() throws(Refused) -> Loaded {
        let disk = DiskReader(facts: .ofThisHost(configurationID: self.configurationID))
        var reader = RecordingReader(disk, mainFile: self.mainFile)
        let result = ConfigurationParser.parse(
            reader: &reader,
            mainFile: self.mainFile,
            plugins: self.plugins
        )
        let cannotRead = reader.bundle.files[self.mainFile] == nil
        guard let configuration = result.configuration, !cannotRead else {
            throw Refused(diagnostics: result.diagnostics, cannotRead: cannotRead)
        }
        let missing = Self.missingInterfaces(of: configuration)
        guard missing.isEmpty else {
            throw Refused(diagnostics: result.diagnostics + missing, cannotRead: false)
        }
        return Loaded(configuration: configuration, bundle: reader.bundle, diagnostics: result.diagnostics)
    }

    private static func missingInterfaces(of configuration: AgentConfiguration) -> [Diagnostic] {
        // Without netlink nothing can be said of interfaces, and the agent will not get far anyway.
        guard let links = try? RouteSocket().links() else { return [] }
        return configuration.missingInterfaces(among: Set(links.map(\.name)))
    }
}
