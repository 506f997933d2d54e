/// The user, and if named the group, a child process runs as.
public struct ScriptUser: Hashable, Sendable {
    public var user: String
    /// nil = the user's primary group.
    public var group: String?
    /// Whether the process has all groups of the user, not only the one.
    public var hasSupplementaryGroups: Bool

    public init(user: String, group: String? = nil, hasSupplementaryGroups: Bool = false) {
        self.user = user
        self.group = group
        self.hasSupplementaryGroups = hasSupplementaryGroups
    }
}
