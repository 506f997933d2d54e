import Foundation
import Testing

/// Each numbered case of conformance has a test that names it: `case 12` in a test's title, `Case 12:` or
/// `test_case_012_…` in the lab. A test that is removed or renamed without another in its place is missed here.
@Suite("Cases of conformance are named") struct ConformanceCaseTests {
    /// Packets 1…25, start and stop 26…39, backup and master 40…79, addresses 80…89, interfaces, trackers and groups
    /// 90…109, unicast, virtual MAC, reload and peers 110…136.
    private static let numbers = 1...136

    /// Every number that a test names, and one of the files that does.
    private static func named() throws -> [Int: String] {
        var found: [Int: String] = [:]
        let words = /(?:[Cc]ases? |test_case_)(?<list>\d+(?:(?:, | and |–|-)\d+)*)/
        for folder in ["Tests", "lab"] {
            let root = DocumentationTests.root.appending(path: folder)
            let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
            for case let file as URL in files ?? .init() where ["swift", "py"].contains(file.pathExtension) {
                guard file.lastPathComponent != "ConformanceCaseTests.swift" else { continue }
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    for match in line.matches(of: words) {
                        // A `case 12:` of the language is none.
                        let before = line[..<match.range.lowerBound]
                        guard file.pathExtension == "py" || before.contains("\"") || before.contains("//") else {
                            continue
                        }
                        for number in self.numbers(in: match.list) { found[number] = file.lastPathComponent }
                    }
                }
            }
        }
        return found
    }

    /// `12`, `12, 15 and 17`, `12–15`.
    private static func numbers(in list: Substring) -> [Int] {
        list.replacing(" and ", with: ", ").split(separator: ", ").flatMap { part -> [Int] in
            let ends = part.split { $0 == "–" || $0 == "-" }.compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return [] }
            return Array(first...last)
        }
    }

    @Test("every number, and no other")
    func everyNumber() throws {
        let named = try Self.named()
        let missing = Self.numbers.filter { named[$0] == nil }
        #expect(missing == [], "no test names these")
        #expect(named.keys.filter { !Self.numbers.contains($0) }.sorted() == [], "there is no such case")
    }

    @Test(
        "lists of numbers are read whole",
        arguments: [("12", [12]), ("7, 9 and 11", [7, 9, 11]), ("3–5", [3, 4, 5])]
    )
    func lists(text: String, numbers: [Int]) {
        #expect(Self.numbers(in: Substring(text)) == numbers)
    }
}
