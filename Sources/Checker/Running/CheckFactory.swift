package import Checks

/// Makes checks of definitions: the list of plugins this process was built with.
package struct CheckFactory: Sendable {
    private let plugins: [String: any Check.Type]
    private var context: CheckContext

    /// The first plugin of a kind counts.
    package init(plugins: [any Check.Type], context: CheckContext) {
        self.plugins = Dictionary(plugins.map { ($0.description.kind, $0) }) { first, _ in first }
        self.context = context
    }

    /// A factory whose checks know of others.
    func with(_ surroundings: any CheckSurroundings) -> CheckFactory {
        var factory = self
        factory.context.surroundings = surroundings
        return factory
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

    /// The values of a check's secret options, which must not be shown whatever a plugin does with them.
    func secrets(of definition: CheckDefinition) -> [String] {
        guard let options = self.plugins[definition.kind]?.description.options.filter(\.isSecret) else { return [] }
        return options.flatMap { option in
            (definition.options.values[option.name].map { [$0] } ?? []) + definition.options.all(option.name)
        }.flatMap(\.texts)
    }
}

extension OptionValue {
    /// The texts in it.
    fileprivate var texts: [String] {
        switch self {
        case .string(let text): [text]
        // NAME VALUE: the name is none, and may be an ordinary word.
        case .strings(let texts): texts.count > 1 ? Array(texts.dropFirst()) : texts
        case .bytes(let bytes): [String(decoding: bytes, as: UTF8.self)]
        case .hostAndPort(let host, _): [host]
        case .integer, .duration, .boolean, .integerRanges: []
        }
    }
}
