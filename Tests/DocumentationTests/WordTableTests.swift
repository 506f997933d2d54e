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

    @Test("each word without an effect yet stands in the row of its block")
    func pending() throws {
        let rows = try Self.page().split(separator: "\n")
        for (block, word) in Vocabulary.pending {
            let row = rows.first { $0.hasPrefix("| \(block) |") }
            #expect(row?.contains("`\(word)`") == true, "\(word) is missing in the row of \(block)")
        }
    }
}
