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

    @Test("what the page on tests shows loads without a warning, beside the samples")
    func documentation() throws {
        let blocks = try DocumentationTests.blocks("test", of: "Documentation/TestingChecks.md")
        #expect(!blocks.isEmpty)
        for block in blocks {
            var reader = SampleReader(text: block)
            let result = CheckTestParser.parse(
                reader: &reader,
                testFile: SampleReader.path,
                checkFiles: Self.files.filter { !$0.hasSuffix(CheckTestParser.fileSuffix) }.sorted(),
                plugins: BuiltinPlugins.descriptions
            )
            #expect(!result.tests.isEmpty)
            #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map { $0.rendered() })")
        }
    }

    /// The files of this machine, and one more.
    private struct SampleReader: SourceReader {
        static let path = "/sample.test.conf"

        let text: String
        private var disk = DiskReader(facts: .ofThisHost())

        init(text: String) {
            self.text = text
        }

        var facts: SourceBundle.Facts { self.disk.facts }

        mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
            path == Self.path ? Array(self.text.utf8) : try self.disk.read(path)
        }

        mutating func match(_ pattern: String) throws(SourceError) -> [String] { try self.disk.match(pattern) }
    }

    @Test("there are some")
    func count() {
        #expect(Self.tests.count >= 4)
    }
}
