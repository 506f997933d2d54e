import ArgumentParser
import Checker
import Checks
import Configuration
import ConfigurationFiles
import Foresight

/// What is to be said of the configurations of some nodes.
struct LintReport {
    let nodes: [String]
    let findings: [Finding]
    let silenced: [SilencedFindings.Silenced]
    /// The bytes of every file that was read, by path.
    let files: [String: [UInt8]]

    /// Reads the files and looks at them.
    ///
    /// - Parameter looksAtHost: Whether this machine must have what they name.
    /// - Throws: Exit code 4 where a file cannot be read, said on standard error.
    init(_ sources: [LintSource], looksAtHost: Bool) async throws {
        var findings: [Finding] = []
        var loader = ClusterLoader()
        for source in sources {
            let path = source.path
            if let problem = CheckLoader(plugins: []).problem(reading: path) {
                StandardError.print("\(path): cannot read this file: \(problem.description)\n    fix: \(problem.fix)")
                throw ExitCode(4)
            }
            let plugins = await LoadedConfiguration.plugins(for: path)
            let known = loader.diagnostics.count
            let needs =
                source.isOfThisHost
                ? loader.load(path, as: source.node, configurationID: source.configurationID, plugins: plugins)
                : loader.load(path, as: source.node, plugins: plugins)
            findings += Linter.findings(of: Array(loader.diagnostics[known...]), node: source.node)
            // A file that names what this machine lacks is still looked at.
            guard looksAtHost else { continue }
            let interfaces = needs.networkNamespace == nil ? InterfaceNames.ofThisHost() : nil
            findings += Linter.findings(
                of: HostInspection.diagnostics(for: needs, interfaces: interfaces),
                node: source.node
            )
        }
        let heard = SilencedFindings(
            Linter.unique(findings + Linter.findings(in: Cluster(loader.nodes))),
            files: loader.files,
            node: loader.owners
        )
        self.nodes = sources.map(\.node)
        self.findings = heard.findings
        self.silenced = heard.silenced
        self.files = loader.files
    }

    func count(_ severity: Diagnostic.Severity) -> Int {
        self.findings.count { $0.severity == severity }
    }

    func exitCode(deniesWarnings: Bool) -> Int32 {
        if self.count(.error) > 0 { return 1 }
        return deniesWarnings && self.count(.warning) > 0 ? 3 : 0
    }
}
