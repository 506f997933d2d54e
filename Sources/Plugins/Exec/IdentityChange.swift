/// Runs a program as another user through setpriv(1), which is part of util-linux on every distribution.
enum IdentityChange {
    static let program = "setpriv"

    /// What stands before the program: the user, the group, and no other groups.
    static func arguments(for identity: ChildIdentity) -> [String] {
        ["--reuid", "\(identity.user)", "--regid", "\(identity.group)", "--clear-groups", "--"]
    }
}
