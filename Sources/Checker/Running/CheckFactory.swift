package import Checks

/// Makes checks of definitions: the list of plugins this process was built with.
package struct CheckFactory: Sendable {
    private let plugins: [String: any Check.Type]
    private let context: CheckContext

    /// The first plugin of a kind counts.
    package init(plugins: [any Check.Type], context: CheckContext) {
        self.plugins = Dictionary(plugins.map { ($0.description.kind, $0) }) { first, _ in first }
        self.context = context
    }

    /// - Throws: The plugin's own reason, or that no plugin is of this kind.
    package func makeCheck(_ definition: CheckDefinition) throws(CheckSetupError) -> any Check {
        guard let plugin = self.plugins[definition.kind] else {
            let kinds = self.plugins.keys.sorted().joined(separator: ", ")
            throw CheckSetupError(
                "expected a plugin of this baton-checker (\(kinds)), found kind '\(definition.kind)'; "
                    + "add the plugin to the list in the checker's main()"
            )
        }
        return try plugin.init(definition: definition, context: self.context)
    }
}
