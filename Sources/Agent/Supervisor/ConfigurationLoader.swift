import CLinux
import Checks
import Configuration
import ConfigurationFiles
import Glibc
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
        let findings =
            self.safety(of: globals) + Self.missingInterfaces(of: configuration)
            + ProgramInspection.diagnostics(for: configuration)
        let diagnostics = result.diagnostics + findings
        guard !findings.contains(where: { $0.severity == .error }) else {
            throw Refused(diagnostics: diagnostics, cannotRead: false)
        }
        var bundle = reader.bundle
        bundle.plugins = checker?.plugins
        return Loaded(
            configuration: configuration,
            bundle: bundle,
            diagnostics: diagnostics,
            checkerPath: checker?.path
        )
    }

    private func checker(for globals: GlobalsResult?) throws(Refused) -> Checker? {
        if let checker = self.checker { return checker }
        guard let globals, let path = globals.global.checkerProgram else { return nil }
        // What others may change is not even asked where that was forbidden.
        if globals.global.enableScriptSecurity, case let findings = self.safety(of: globals), !findings.isEmpty {
            throw Refused(diagnostics: findings, cannotRead: false)
        }
        do {
            return Checker(path: path, plugins: try PluginSurvey.descriptions(of: path))
        } catch {
            let diagnostic = globals.checkerDiagnostic(.error, "checker: \(error.message)", fix: error.fix)
            throw Refused(diagnostics: [diagnostic], cannotRead: false)
        }
    }

    /// The checker runs as root, so nobody else should be able to change it.
    private func safety(of globals: GlobalsResult?) -> [Diagnostic] {
        guard self.checker == nil, let globals, let path = globals.global.checkerProgram, geteuid() == 0 else {
            return []
        }
        var component = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe clinux_find_unsafe_component(path, &component, component.count) == 1 else { return [] }
        let bytes = component.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        return [
            globals.checkerDiagnostic(
                globals.global.enableScriptSecurity ? .error : .warning,
                "checker: \(path) runs as root, and \(name) may be changed by others",
                fix: "chown root and chmod go-w \(name)",
                category: .scriptSecurity
            )
        ]
    }

    private static func missingInterfaces(of configuration: AgentConfiguration) -> [Diagnostic] {
        // Without netlink nothing can be said of interfaces, and the agent will not get far anyway.
        guard let links = try? RouteSocket().links() else { return [] }
        return configuration.missingInterfaces(among: Set(links.map(\.name)))
    }
}
