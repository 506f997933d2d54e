import Checks
import Foundation
import Testing

/// The pages of Documentation/Plugins are what the plugins say of themselves today.
@Suite("Reference pages of plugins")
struct PluginPageTests {
    static let folder = DocumentationTests.root.appending(path: "Documentation/Plugins")
    static let pages = PluginDescription.referencePages(of: BuiltinPlugins.descriptions)

    @Test("each page is up to date", arguments: pages.keys.sorted())
    func page(name: String) throws {
        let text = try? String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        #expect(
            text == Self.pages[name],
            "Documentation/Plugins/\(name) is out of date; run: baton plugin docs --output Documentation/Plugins"
        )
    }

    @Test("there is no page of a plugin that is gone")
    func noOthers() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names) == Set(Self.pages.keys))
    }

    @Test("what a description says stands on its page, whatever characters it is made of")
    func contents() {
        let plugin = PluginDescription(
            kind: "queue",
            summary: "A queue is <short>.",
            argument: .init(name: "NAME", documentation: "Its *name*.", alternatives: ["path"]),
            options: [
                OptionDescription(
                    name: "path",
                    type: .path,
                    defaultValue: "/a|b",
                    repeats: true,
                    isSecret: true,
                    documentation: "A path, as in a[1]."
                )
            ],
            conflicts: [OptionConflict(option: "path", other: "depth", value: "0", reason: "why", fix: "do it")],
            examples: ["check q {\n    queue x\n}"],
            reasons: [.ok, .fileOld],
            measurements: [MeasurementDescription(name: "depth", unit: "c", documentation: "How deep | long.")],
            watches: true
        )
        let page = PluginReference(plugin).markdown
        for line in [
            "A queue is \\<short\\>.", "queue [NAME]", "Its \\*name\\*.", "`path`", "default `/a|b`",
            "may stand several times", "secret: its value is never shown", "A path, as in a\\[1\\].",
            "* `path` and `depth 0`: why; do it.", "```conf\ncheck q {\n    queue x\n}\n```", "`ok`, `file.old`",
            "| `depth` | `c` | How deep \\| long. |", "notices changes",
        ] {
            #expect(page.contains(line), "\(line)\n\(page)")
        }
    }
}
