package import Checks

/// How one `vrrp_script` runs: what `config check` says of it.
package struct ScriptSummary: Hashable, Sendable {
    package var name: String
    /// As written.
    package var command: String
    /// The plugin that runs it.
    package var kind: String
    /// Whether the command is only a spelling of a built-in, which runs without a fork.
    package var isNative: Bool
    package var location: SourceLocation
}

extension ScriptSummary: CustomStringConvertible {
    package var description: String {
        self.isNative
            ? "vrrp_script \(self.name): '\(self.command)' runs natively as \(self.kind), without a fork"
            : "vrrp_script \(self.name): '\(self.command)' runs as a program (\(self.kind))"
    }
}
