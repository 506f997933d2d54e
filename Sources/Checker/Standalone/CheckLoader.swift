package import Checks
package import Configuration
import ConfigurationFiles

/// Loads checks from the disk without an agent, with the agent's own parser.
package struct CheckLoader: Sendable {
    private let plugins: [PluginDescription]

    package init(plugins: [PluginDescription]) {
        self.plugins = plugins
    }

    /// The checks of files as they stand in `checks.d`.
    package func load(files: [String]) -> ChecksResult {
        var reader = DiskReader(facts: .ofThisHost())
        return ConfigurationParser.parseChecks(reader: &reader, files: files, plugins: self.plugins)
    }

    /// The checks of a text, as they would be read from a file at this path.
    package func load(text: String, as path: String) -> ChecksResult {
        let bundle = SourceBundle(mainFile: path, files: [path: Array(text.utf8)], facts: .ofThisHost())
        var reader = BundleReader(bundle)
        return ConfigurationParser.parseChecks(reader: &reader, files: [path], plugins: self.plugins)
    }

    /// The checks of a whole configuration: its `vrrp_script` and `check` blocks and its `checks_dir` folders.
    package func load(configuration path: String) -> ChecksResult {
        let result = self.configuration(path)
        return ChecksResult(checks: result.configuration?.checks ?? [], diagnostics: result.diagnostics)
    }

    /// A whole configuration, as `batond` would load it.
    ///
    /// - Parameters:
    ///   - configurationID: Whose `@id` lines to keep; nil = the host name's.
    ///   - checksIncludes: Whether what include lines do not find is an error.
    package func configuration(
        _ path: String,
        configurationID: String? = nil,
        checksIncludes: Bool = false
    ) -> ConfigurationResult {
        var reader = DiskReader(facts: .ofThisHost(configurationID: configurationID, checksIncludes: checksIncludes))
        return ConfigurationParser.parse(reader: &reader, mainFile: path, plugins: self.plugins)
    }

    /// The same, and the interfaces it names must be there, the programs of its checks fit to be run, users known and
    /// keys kept to themselves. Looked at even where the file itself has errors.
    package func configurationForThisHost(
        _ path: String,
        configurationID: String? = nil,
        checksIncludes: Bool = false
    ) -> ConfigurationResult {
        var result = self.configuration(path, configurationID: configurationID, checksIncludes: checksIncludes)
        // The interfaces of another network namespace are seen from inside only: batond looks for them at its start.
        let interfaces = result.needs.networkNamespace == nil ? InterfaceNames.ofThisHost() : nil
        result.add(HostInspection.diagnostics(for: result.needs, interfaces: interfaces))
        return result
    }

    /// The `*.conf` files of a folder, sorted; files of tests are none.
    package func files(in folder: String) throws(SourceError) -> [String] {
        var reader = DiskReader(facts: .ofThisHost())
        let special: Set<Character> = ["*", "?", "[", "]", "{", "}", "\\"]
        let literal = folder.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
        return try reader.match(literal.hasSuffix("/") ? "\(literal)*.conf" : "\(literal)/*.conf")
            .filter { !$0.hasSuffix(CheckTestParser.fileSuffix) }
    }

    /// Why a file cannot be read; nil if it can.
    package func problem(reading path: String) -> SourceError? {
        var reader = DiskReader(facts: .ofThisHost())
        do throws(SourceError) {
            _ = try reader.read(path)
            return nil
        } catch {
            return error
        }
    }
}
