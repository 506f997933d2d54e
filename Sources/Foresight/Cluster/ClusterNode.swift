package import Configuration

/// One node of a cluster: what its agent would run.
package struct ClusterNode: Hashable, Sendable {
    /// Unique in the cluster.
    package var name: String
    package var configuration: AgentConfiguration
    /// Where its values are written.
    package var origins: Origins
    package var mainFile: String

    package init(name: String, configuration: AgentConfiguration, origins: Origins = Origins(), mainFile: String = "") {
        self.name = name
        self.configuration = configuration
        self.origins = origins
        self.mainFile = mainFile
    }
}
