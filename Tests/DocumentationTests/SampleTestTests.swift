import Checks
import Configuration
import ConfigurationFiles
import Foundation
import Testing

/// The tests beside the samples in `checks.d` load; `scripts/test` runs them.
@Suite("Tests beside the samples")
struct SampleTestTests {
    static let files: [String] = {
        let folder = DocumentationTests.root.appending(path: "checks.d").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".conf") }.map { "\(folder)/\($0)" }
    }()

    static let tests = files.filter { $0.hasSuffix(CheckTestParser.fileSuffix) }.sorted()

    @Test("each file loads without a warning", arguments: tests)
    func file(path: String) {
        var reader = DiskReader(facts: .ofThisHost())
        let result = CheckTestParser.parse(
            reader: &reader,
            testFile: path,
            checkFiles: Self.files.filter { !$0.hasSuffix(CheckTestParser.fileSuffix) }.sorted(),
            plugins: BuiltinPlugins.descriptions
        )
        #expect(!result.tests.isEmpty)
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map { $0.rendered() })")
    }

    @Test("there are some")
    func count() {
        #expect(Self.tests.count >= 4)
    }
}
