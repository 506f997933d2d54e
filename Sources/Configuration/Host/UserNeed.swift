/// A user, and perhaps a group, that something is to run as or to belong to.
package struct UserNeed: Hashable, Sendable {
    package let user: Mention
    package let group: Mention?
    /// Whether a number is as good as a name.
    package let takesNumbers: Bool
}
