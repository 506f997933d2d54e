package import Checks

/// A whole configuration after validation: what one agent runs.
package struct AgentConfiguration: Hashable, Sendable {
    package var global: GlobalConfiguration
    /// In the order of definition; names are unique.
    package var checks: [CheckDefinition]
    /// In the order of definition; names are unique.
    package var instances: [InstanceConfiguration]
    /// In the order of definition; names are unique, and no instance is a member of two.
    package var syncGroups: [SyncGroupConfiguration] = []
    /// What is set for as long as the agent runs, whoever is master: addresses, then routes, then rules.
    package var statics: [NetworkItem] = []
    /// The instances of each `track_group`: those that cannot do without its static items.
    package var trackGroups: [String: Set<String>] = [:]

    package init(
        global: GlobalConfiguration = GlobalConfiguration(),
        checks: [CheckDefinition] = [],
        instances: [InstanceConfiguration] = []
    ) {
        self.global = global
        self.checks = checks
        self.instances = instances
    }
}
