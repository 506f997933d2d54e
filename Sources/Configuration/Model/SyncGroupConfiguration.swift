package import Checks

/// One `vrrp_sync_group`: its members are master together or not at all.
///
/// What the group tracks is in the members' own lists, because a fault of one is a fault of all.
package struct SyncGroupConfiguration: Hashable, Sendable {
    package var name: String
    package var location: SourceLocation
    /// Names of instances, in the order of the configuration; never empty.
    package var members: [String]
    package var notify = NotifyScripts()
    /// `sync_group_tracking_weight`: weights of what members track count.
    package var usesWeights = false
    /// `smtp_alert`, for the transitions of the group itself.
    package var mailsTransitions = false

    package init(name: String, location: SourceLocation, members: [String]) {
        self.name = name
        self.location = location
        self.members = members
    }
}
