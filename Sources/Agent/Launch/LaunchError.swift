/// Why the agent cannot begin: what is wrong, what was expected, and the fix.
package struct LaunchError: Error, Hashable, Sendable {
    package var message: String
    package var exitStatus: Int32

    package init(_ message: String, exitStatus: Int32 = ExitStatus.failure) {
        self.message = message
        self.exitStatus = exitStatus
    }
}
