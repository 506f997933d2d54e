import Checks
import Configuration
import ConfigurationFiles
import LinuxIO

/// Reads the configuration from the disk: the only place that does.
struct ConfigurationLoader {
    let mainFile: String
    let configurationID: String?
    /// The checker that `BATON_CHECKER` names, whatever the configuration says; nil = it decides.
    let checker: Checker?

    /// A checker of the operator's own.
    struct Checker {
        let path: String
        let plugins: [PluginDescription]
    }

    struct Loaded {
        var configuration: AgentConfiguration
        var bundle: SourceBundle
        var diagnostics: [Diagnostic]
        /// The program to start as the checker; nil = the one that comes with batond.
        var checkerPath: String?
    }

    struct Refused: Error {
        var diagnostics: [Diagnostic]
        /// The main file itself cannot be read.
        var cannotRead: Bool
    }

    /// Reads and validates, with the plugins of the checker that is to run; the interfaces it names must exist.
    func load() throws(Refused) -> Loaded {
        let disk = DiskReader(facts: .ofThisHost(configurationID: self.configurationID))
        var reader = RecordingReader(disk, mainFile: self.mainFile)
        let globals = ConfigurationParser.globals(reader: &reader, mainFile: self.mainFile)
        let checker = try self.checker(for: globals)
        let result = ConfigurationParser.parse(
            reader: &reader,
            mainFile: self.mainFile,
            plugins: checker?.plugins ?? BuiltinPlugins.descriptions
        )
        let cannotRead = reader.bundle.files[self.mainFile] == nil
        guard let configuration = result.configuration, !cannotRead else {
            throw Refused(diagnostics: result.diagnostics, cannotRead: cannotRead)
        }
        let missing = Self.missingInterfaces(of: configuration)
        guard missing.isEmpty else {
            throw Refused(diagnostics: result.diagnostics + missing, cannotRead: false)
        }
        var bundle = reader.bundle
        bundle.plugins = checker?.plugins
        return Loaded(
            configuration: configuration,
            bundle: bundle,
            diagnostics: result.diagnostics,
            checkerPath: checker?.path
        )
    }

    private func checker(for globals: GlobalsResult?) throws(Refused) -> Checker? {
        if let checker = self.checker { return checker }
        guard let globals, let path = globals.global.checkerProgram else { return nil }
        do {
            return Checker(path: path, plugins: try PluginSurvey.descriptions(of: path))
        } catch {
            let diagnostic = globals.checkerError("checker: \(error.message)", fix: error.fix)
            throw Refused(diagnostics: [diagnostic], cannotRead: false)
        }
    }

    private static func missingInterfaces(of configuration: AgentConfiguration) -> [Diagnostic] {
        // Without netlink nothing can be said of interfaces, and the agent will not get far anyway.
        guard let links = try? RouteSocket().links() else { return [] }
        return configuration.missingInterfaces(among: Set(links.map(\.name)))
    }
}
