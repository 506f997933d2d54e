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
        let names = Set(links.map(\.name))
        let known = names.sorted().joined(separator: ", ")
        var diagnostics: [Diagnostic] = []
        for instance in configuration.instances {
            let devices = (instance.virtualAddresses + instance.excludedAddresses).map(\.device)
            var seen: Set<String> = []
            for name in [instance.interface] + devices where !names.contains(name) && seen.insert(name).inserted {
                diagnostics.append(
                    Diagnostic(
                        .error,
                        at: instance.location,
                        "vrrp_instance \(instance.name): interface \(name) does not exist, expected one of: \(known)",
                        fix: "create the interface first, or name the one that carries the virtual addresses",
                        category: .reference
                    )
                )
            }
        }
        return diagnostics
    }
}
