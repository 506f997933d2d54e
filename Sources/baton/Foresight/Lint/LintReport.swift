import ArgumentParser
import Checker
import Checks
import Configuration
import Foresight

/// What is to be said of the configurations of some nodes.
struct LintReport {
    let nodes: [String]
    let findings: [Finding]
    let silenced: [SilencedFindings.Silenced]

    /// Reads the files and looks at them.
    ///
    /// - Parameter looksAtHost: Whether this machine must have what they name.
    /// - Throws: Exit code 4 where a file cannot be read, said on standard error.
    init(_ sources: [(node: String, path: String)], looksAtHost: Bool) async throws {
        var findings: [Finding] = []
        var nodes: [ClusterNode] = []
        var owners: [String: String] = [:]
        for (name, path) in sources {
            if let problem = CheckLoader(plugins: []).problem(reading: path) {
                StandardError.print("\(path): cannot read this file: \(problem.description)\n    fix: \(problem.fix)")
                throw ExitCode(4)
            }
            let loader = CheckLoader(plugins: await LoadedConfiguration.plugins(for: path))
            let result = loader.configuration(path, configurationID: name)
            // A file that names what this machine lacks is still looked at.
            let diagnostics =
                looksAtHost
                ? loader.configurationForThisHost(path, configurationID: name).diagnostics : result.diagnostics
            findings += Linter.findings(of: diagnostics, node: name)
            owners[path] = owners[path] ?? name
            for diagnostic in diagnostics { owners[diagnostic.location.file] = owners[path] }
            guard let configuration = result.configuration else { continue }
            for file in Self.files(of: configuration) where owners[file] == nil { owners[file] = name }
            nodes.append(
                ClusterNode(name: name, configuration: configuration, origins: result.origins, mainFile: path)
            )
        }
        self.init(
            nodes: sources.map(\.node),
            findings: Linter.unique(findings + Linter.findings(in: Cluster(nodes))),
            owners: owners
        )
    }

    /// - Parameter owners: The node of each file whose comments are to be heard.
    private init(nodes: [String], findings: [Finding], owners: [String: String]) {
        var files: [String: [UInt8]] = [:]
        for file in owners.keys { files[file] = TextFile.bytes(of: file) }
        let heard = SilencedFindings(findings, files: files, node: owners)
        self.nodes = nodes
        self.findings = heard.findings
        self.silenced = heard.silenced
    }

    /// The files in which something is defined.
    private static func files(of configuration: AgentConfiguration) -> Set<String> {
        Set(configuration.checks.map(\.location.file) + configuration.instances.map(\.location.file))
    }

    func count(_ severity: Diagnostic.Severity) -> Int {
        self.findings.count { $0.severity == severity }
    }

    func exitCode(deniesWarnings: Bool) -> Int32 {
        if self.count(.error) > 0 { return 1 }
        return deniesWarnings && self.count(.warning) > 0 ? 3 : 0
    }
}
