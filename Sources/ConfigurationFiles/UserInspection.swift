package import Configuration
import Glibc

/// Looks for the users and groups a configuration names, before something is to run as one of them.
package enum UserInspection {
    /// A warning for each that is not there, which may still change.
    package static func diagnostics(for needs: [UserNeed]) -> [Diagnostic] {
        var users: [String: Bool] = [:]
        var groups: [String: Bool] = [:]
        var diagnostics: [Diagnostic] = []
        for need in needs {
            let user = need.user
            let isUser = users[user.name] ?? self.isUser(user.name)
            users[user.name] = isUser
            if !isUser, !(need.takesNumbers && UInt32(user.name) != nil) {
                diagnostics.append(
                    user.diagnostic(
                        .warning,
                        "\(user.owner): there is no user '\(user.name)' here, so nothing can run as that user",
                        fix: "correct the name, or create the user: useradd --system \(user.name)"
                    )
                )
            }
            guard let group = need.group else { continue }
            let isGroup = groups[group.name] ?? self.isGroup(group.name)
            groups[group.name] = isGroup
            if !isGroup, !(need.takesNumbers && UInt32(group.name) != nil) {
                diagnostics.append(
                    group.diagnostic(
                        .warning,
                        "\(group.owner): there is no group '\(group.name)' here, so nothing can run in that group",
                        fix: "correct the name, or create the group: groupadd --system \(group.name)"
                    )
                )
            }
        }
        return diagnostics
    }

    /// What cannot be asked is not said to be missing.
    private static func isUser(_ name: String) -> Bool {
        var entry = unsafe passwd()
        var buffer = [CChar](repeating: 0, count: 64 * 1024)
        var found: UnsafeMutablePointer<passwd>?
        let status = unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        return unsafe found != nil || !self.meansMissing(status)
    }

    private static func isGroup(_ name: String) -> Bool {
        var entry = unsafe group()
        var buffer = [CChar](repeating: 0, count: 256 * 1024)
        var found: UnsafeMutablePointer<group>?
        let status = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
        return unsafe found != nil || !self.meansMissing(status)
    }

    private static func meansMissing(_ status: Int32) -> Bool {
        [0, ENOENT, ESRCH, EBADF, EPERM].contains(status)
    }
}
