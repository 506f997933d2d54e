import Configuration
import Foundation
import Testing

/// The tables of words in Documentation/Configuration.md against the vocabulary.
@Suite("Tables of words") struct WordTableTests {
    private static func page() throws -> String {
        try String(
            contentsOf: DocumentationTests.root.appending(path: "Documentation/Configuration.md"),
            encoding: .utf8
        )
    }

    @Test(
        "each feature that is left to others has its row, with its words and the reason",
        arguments: ForeignFeature.allCases
    )
    func foreign(feature: ForeignFeature) throws {
        let words = feature.words.map { "`\($0)`" } + feature.prefixes.map { "`\($0)…`" }
        let row = "| \(feature.rawValue) | \(words.joined(separator: ", ")) | \(feature.reason) |"
        #expect(try Self.page().split(separator: "\n").contains { $0 == row }, "expected this row:\n\(row)")
    }
}
