/// The page that leads to the pages of all plugins.
package struct PluginIndex {
    private let plugins: [PluginDescription]

    package init(_ plugins: [PluginDescription]) {
        self.plugins = plugins
    }

    package static let fileName = "README.md"

    package var markdown: String {
        let rows = self.plugins.map { plugin in
            [
                "[\(Markdown.text(plugin.kind))](\(PluginReference(plugin).fileName))",
                Markdown.code(plugin.argument.usage),
                Markdown.text(plugin.summary),
            ]
        }
        return [
            PluginReference.origin,
            "# Plugins",
            "What a `check` may ask. `baton plugin describe KIND` prints the same from the running program.",
            Markdown.table(["kind", "argument", "passes when"], rows),
        ].joined(separator: "\n\n") + "\n"
    }
}

extension PluginDescription {
    /// Every page of these plugins, by the name of its file.
    package static func referencePages(of plugins: [PluginDescription]) -> [String: String] {
        plugins.reduce(into: [PluginIndex.fileName: PluginIndex(plugins).markdown]) { pages, plugin in
            let reference = PluginReference(plugin)
            pages[reference.fileName] = reference.markdown
        }
    }
}
