/// Runs a program as another user through setpriv(1), which is part of util-linux on every distribution.
enum IdentityChange {
    static let program = "setpriv"

    /// What stands before the program: the user, the group, and no other groups unless they are wanted.
    static func arguments(for identity: ChildIdentity) -> [String] {
        let groups = identity.hasSupplementaryGroups ? "--init-groups" : "--clear-groups"
        return ["--reuid", "\(identity.user)", "--regid", "\(identity.group)", groups, "--"]
    }
}
