package import Checks

/// A command as keepalived's dumps show it: each argument in single quotes.
package enum CommandText {
    package static func quoted(_ arguments: [String]) -> String {
        arguments.map { "'\(self.escaped($0))'" }.joined(separator: " ")
    }

    /// What a check runs. Of a check that is no script only its kind is told: its options may hold secrets.
    package static func of(_ check: CheckDefinition) -> String {
        switch check.origin {
        case .script(let command, _):
            self.quoted(CommandLine.arguments(of: command) ?? [command])
        case .trackProcess(let command):
            command.joined(separator: " ")
        case .check, .trackFile:
            check.kind
        }
    }

    private static func escaped(_ argument: String) -> String {
        argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    }
}
