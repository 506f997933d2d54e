import Configuration

/// A command as keepalived's dumps show it: each argument in single quotes.
enum CommandText {
    static func quoted(_ arguments: [String]) -> String {
        arguments.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
    }
}
