import Foresight
import Foundation
import Testing

/// Documentation/Lint.md ends with what the rules of lint say of themselves today.
@Suite("Pages of lint rules")
struct LintPageTests {
    @Test("the pages are up to date")
    func pages() throws {
        let url = DocumentationTests.root.appending(path: "Documentation/Lint.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        let updated = try #require(LintReference.updated(text), "Documentation/Lint.md has lost the line of its marker")
        #expect(
            text == updated,
            "Documentation/Lint.md is out of date; run: baton lint --reference Documentation/Lint.md"
        )
    }

    @Test("each rule has a page there", arguments: LintRule.allCases)
    func rule(_ rule: LintRule) throws {
        let url = DocumentationTests.root.appending(path: "Documentation/Lint.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(text.contains("\n### \(rule.rawValue)\n"))
        #expect(text.contains("[\(rule.rawValue)](#\(rule.rawValue.lowercased()))"))
    }
}
