import Checker
import Checks
import Configuration
import ConfigurationFiles
import Foresight

/// A cluster as its files would read after a patch, by the same parser that read them before.
struct PatchedCluster {
    private(set) var diagnostics: [Diagnostic] = []
    /// nil where a node's configuration is no longer usable.
    private(set) var cluster: Cluster?

    /// - Parameter changes: By the paths the configurations were read from.
    init(_ present: Cluster, _ changes: [String: PatchedFile]) {
        var nodes: [ClusterNode] = []
        for node in present.nodes {
            let result = Self.parse(node, changes)
            self.diagnostics += result.diagnostics.filter { $0.severity == .error }
            guard let configuration = result.configuration else { continue }
            nodes.append(
                ClusterNode(
                    name: node.name,
                    configuration: configuration,
                    origins: result.origins,
                    mainFile: node.mainFile
                )
            )
        }
        if nodes.count == present.nodes.count { self.cluster = Cluster(nodes) }
    }

    private static func parse(_ node: ClusterNode, _ changes: [String: PatchedFile]) -> ConfigurationResult {
        let facts = SourceBundle.Facts.ofThisHost(configurationID: node.name)
        // A node with a folder has its checks there as well, as when it was loaded.
        guard ["keepalived.conf", "baton.conf"].contains(where: { node.mainFile.hasSuffix("/\($0)") }) else {
            return self.parse(node, DiskReader(facts: facts), changes)
        }
        var folder = NodeFolderReader(mainFile: node.mainFile, facts: facts)
        let result = self.parse(node, folder, changes)
        guard folder.addChecks(after: result) else { return result }
        return self.parse(node, folder, changes)
    }

    private static func parse(
        _ node: ClusterNode,
        _ reader: some SourceReader,
        _ changes: [String: PatchedFile]
    ) -> ConfigurationResult {
        var reader = PatchedReader(reader, changes)
        return ConfigurationParser.parse(
            reader: &reader,
            mainFile: node.mainFile,
            plugins: BuiltinPlugins.descriptions
        )
    }
}
