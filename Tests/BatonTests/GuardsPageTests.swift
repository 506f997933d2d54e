import Foundation
import Testing

/// The page about guards shows what is printed.
@Suite(.timeLimit(.minutes(2))) struct GuardsPageTests {
    @Test("move damping: the example of the page is what the simulation prints")
    func moveDamping() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Documentation/Guards.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        let configuration = try #require(blocks.first { $0.hasPrefix("conf\n") && $0.contains("move_damping") })
            .dropFirst(5)
        let cluster = try TemporaryFolder()
        try cluster.write("a.conf", String(configuration))
        try cluster.write("b.conf", configuration.replacingOccurrences(of: "priority 150", with: "priority 100"))
        let example = try #require(blocks.first { $0.hasPrefix("console\n$ baton simulate --cluster damped ") })
        let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
        let words = lines[1].split(separator: " ").dropFirst(2).map { $0 == "damped" ? cluster.path : String($0) }
        let result = try Program.baton(words)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output == lines.dropFirst(2).joined(separator: "\n"))
    }
}
