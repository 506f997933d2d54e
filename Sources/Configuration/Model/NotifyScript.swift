package import Checks

/// A command of the configuration and who runs it.
package struct NotifyScript: Hashable, Sendable {
    /// Program and arguments; never empty.
    package var command: [String]
    package var user: ScriptUser?

    package init(command: [String], user: ScriptUser? = nil) {
        self.command = command
        self.user = user
    }
}
