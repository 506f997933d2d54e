import ArgumentParser
import Checker
import Checks
import Configuration

/// A configuration that loads, for commands that look at it without running it.
struct LoadedConfiguration {
    let path: String
    let configuration: AgentConfiguration
    let effective: EffectiveConfiguration
    /// Those its checks may name.
    let plugins: [PluginDescription]

    /// Says on standard error what is wrong with it.
    ///
    /// - Throws: Exit code 4 where it cannot be read, 1 where it has errors.
    init(_ path: String, configurationID: String? = nil, checksIncludes: Bool = false) async throws {
        if let problem = CheckLoader(plugins: []).problem(reading: path) {
            StandardError.print("\(path): cannot read this file: \(problem.description)\n    fix: \(problem.fix)")
            throw ExitCode(4)
        }
        let plugins = await Self.plugins(for: path)
        let result = CheckLoader(plugins: plugins).configuration(
            path,
            configurationID: configurationID,
            checksIncludes: checksIncludes
        )
        for diagnostic in result.diagnostics where diagnostic.severity > .notice {
            StandardError.print(diagnostic.rendered())
        }
        guard let configuration = result.configuration else {
            let count = result.diagnostics.count { $0.severity == .error }
            StandardError.print("\(path): not usable: \(count) error\(count == 1 ? "" : "s")")
            throw ExitCode(1)
        }
        self.path = path
        self.configuration = configuration
        self.plugins = plugins
        self.effective = EffectiveConfiguration(configuration, origins: result.origins, plugins: plugins)
    }

    /// The same from any reader, without a word.
    ///
    /// - Parameter plugins: Those a `check` may name.
    init?(_ path: String, reader: inout some SourceReader, plugins: [PluginDescription]) {
        let result = ConfigurationParser.parse(reader: &reader, mainFile: path, plugins: plugins)
        guard let configuration = result.configuration else { return nil }
        self.path = path
        self.configuration = configuration
        self.plugins = plugins
        self.effective = EffectiveConfiguration(configuration, origins: result.origins, plugins: plugins)
    }

    /// Those of the operator's own checker, or the built-in ones where it cannot be asked: the file may be another
    /// machine's.
    static func plugins(for path: String) async -> [PluginDescription] {
        let configured = CheckLoader.globals(of: path)?.checkerProgram
        if let choice = try? await CheckerChoice(option: nil, configured: configured) { return choice.plugins }
        StandardError.print(
            "baton: the checker that the configuration names cannot be asked; the built-in plugins are taken"
        )
        return BuiltinPlugins.descriptions
    }
}
