import Checks
import Configuration
import ConfigurationFiles
import Foundation
import Testing

/// Every configuration that the documentation shows must load, and so must every sample in `checks.d`.
@Suite("Documentation")
struct DocumentationTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let pages = ["README.md"] + Self.pages(in: "Documentation") + Self.pages(in: "Documentation/Plugins")

    private static func pages(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: folder).path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }

    /// The fenced blocks of one language.
    static func blocks(_ language: String, of page: String) throws -> [String] {
        let text = try String(contentsOf: Self.root.appending(path: page), encoding: .utf8)
        var blocks: [String] = []
        var current: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```" + language {
                current = []
            } else if line == "```", let finished = current {
                blocks.append(finished.joined(separator: "\n") + "\n")
                current = nil
            } else {
                current?.append(line)
            }
        }
        return blocks
    }

    @Test(
        "configurations in the documentation load without a warning",
        arguments: pages.filter { !$0.contains("/Plugins/") }
    )
    func configurations(page: String) throws {
        for block in try Self.blocks("conf", of: page) {
            // A check on its own concerns an instance the reader has.
            let text = block.contains("vrrp_instance") || block.contains("global_defs") ? block : block + Self.instance
            let bundle = SourceBundle(
                mainFile: "/example.conf",
                files: [
                    "/example.conf": Array(text.utf8),
                    "/etc/baton/checks.d/sample.conf": Array("check sample {\n  process x\n  tracked_by all\n}\n".utf8),
                ],
                matches: ["/etc/baton/checks.d/*.conf": ["/etc/baton/checks.d/sample.conf"]]
            )
            var reader = BundleReader(bundle)
            let result = ConfigurationParser.parse(
                reader: &reader,
                mainFile: "/example.conf",
                plugins: BuiltinPlugins.descriptions
            )
            #expect(result.configuration != nil, "\(page):\n\(result.diagnostics.map { $0.rendered() })")
            let loud = result.diagnostics.filter { $0.severity > .notice }
            #expect(loud.isEmpty, "\(page): \(loud.map { $0.rendered() })")
        }
    }

    static let instance = """
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            priority 150
            virtual_ipaddress {
                192.0.2.10/24
            }
        }

        """

    @Test("the pages that show configurations still do")
    func pagesHaveBlocks() throws {
        #expect(try Self.blocks("conf", of: "README.md").count >= 2)
        #expect(try Self.blocks("conf", of: "Documentation/Checks.md").count >= 5)
        #expect(try Self.blocks("conf", of: "Documentation/Configuration.md").count >= 1)
    }

    @Test("every sample in checks.d loads without a warning")
    func samples() throws {
        let folder = Self.root.appending(path: "checks.d")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".conf") && !$0.hasSuffix(".test.conf")
        }
        #expect(names.count >= 4)
        for name in names {
            var reader = DiskReader(facts: .ofThisHost())
            let path = folder.appending(path: name).path
            let result = ConfigurationParser.parseChecks(
                reader: &reader,
                files: [path],
                plugins: BuiltinPlugins.descriptions
            )
            #expect(!result.checks.isEmpty, "\(name)")
            let loud = result.diagnostics.filter { $0.severity > .notice }
            #expect(loud.isEmpty, "\(name): \(loud.map { $0.rendered() })")
        }
    }

    /// Examples may name checks that stand elsewhere, so they are read as a file of checks alone.
    @Test("examples on the pages of plugins load without a warning", arguments: pages(in: "Documentation/Plugins"))
    func examples(page: String) throws {
        for block in try Self.blocks("conf", of: page) {
            var reader = BundleReader(SourceBundle(mainFile: "/e.conf", files: ["/e.conf": Array(block.utf8)]))
            let result = ConfigurationParser.parseChecks(
                reader: &reader,
                files: ["/e.conf"],
                plugins: BuiltinPlugins.descriptions
            )
            let loud = result.diagnostics.filter { $0.severity > .notice }
            #expect(!result.checks.isEmpty && loud.isEmpty, "\(page): \(loud.map { $0.rendered() })")
        }
    }

    @Test("every reason code is documented, with its plugin or for all of them")
    func reasons() throws {
        let pages = ["Documentation/Checks.md"] + Self.pages(in: "Documentation/Plugins")
        let text = try pages.map { try String(contentsOf: Self.root.appending(path: $0), encoding: .utf8) }.joined()
        for reason in ReasonCode.allCases {
            #expect(text.contains("`\(reason.rawValue)`"), "\(reason.rawValue)")
        }
    }

    @Test("links between pages lead somewhere", arguments: pages)
    func links(page: String) throws {
        let url = Self.root.appending(path: page)
        let text = try String(contentsOf: url, encoding: .utf8)
        for match in text.matches(of: /\]\(([^)#:]+)\)/) {
            let target = url.deletingLastPathComponent().appending(path: String(match.1))
            #expect(FileManager.default.fileExists(atPath: target.path), "\(page) → \(match.1)")
        }
    }
}
