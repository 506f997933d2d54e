/// The user, and if named the group, a child process runs as.
public struct ScriptUser: Hashable, Sendable {
    public var user: String
    /// nil = the user's primary group.
    public var group: String?

    public init(user: String, group: String? = nil) {
        self.user = user
        self.group = group
    }
}
