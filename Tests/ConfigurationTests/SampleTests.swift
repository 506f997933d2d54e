import Checks
import Configuration
import Foundation
import Testing

/// The files of `checks.d` are read as an operator's would be, so that they cannot rot.
@Suite struct SampleTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../checks.d").standardizedFileURL

    static func names() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) ?? []
        return names.filter { $0.hasSuffix(".conf") && !$0.hasSuffix(".test.conf") }.sorted()
    }

    @Test("there are samples")
    func exist() {
        #expect(!Self.names().isEmpty)
    }

    @Test("a sample says nothing but what it means", arguments: names())
    func sample(name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        var reader = MemoryReader(files: [name: text])
        let result = ConfigurationParser.parseChecks(
            reader: &reader,
            files: [name],
            plugins: BuiltinPlugins.descriptions
        )
        #expect(result.diagnostics.map { $0.rendered() } == [])
        #expect(!result.checks.isEmpty)
    }
}
