package import Configuration
package import VRRP

/// Instances that are master together or not at all, as the node sees them.
package struct SyncGroup: Hashable, Sendable {
    package var configuration: SyncGroupConfiguration
    /// Indices of the instances; those that are leaving are members no more.
    package var members: [Int] = []
    /// What was told last.
    package var state: VirtualRouter.StateName = .initialize
    package var since: Instant

    package var name: String { self.configuration.name }
}
