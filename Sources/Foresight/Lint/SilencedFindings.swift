import Checks
import Configuration

/// Findings after the comments of their files have been heard.
package struct SilencedFindings: Sendable {
    /// What is left, and what is to be said of the comments; in order.
    package private(set) var findings: [Finding] = []
    package private(set) var silenced: [Silenced] = []

    package struct Silenced: Hashable, Sendable {
        package var finding: Finding
        package var reason: String
    }

    private struct Place: Hashable {
        let file: String
        let line: Int
    }

    /// - Parameters:
    ///   - files: The bytes of every file that may hold comments, by path.
    ///   - node: The node each file belongs to, by path.
    package init(_ findings: [Finding], files: [String: [UInt8]], node: [String: String] = [:]) {
        var silences: [Silence] = []
        for (file, bytes) in files.sorted(by: { $0.key < $1.key }) { silences += Silence.all(in: bytes, file: file) }
        var places: [Place: [Int]] = [:]
        for (index, silence) in silences.enumerated() where silence.isComplete {
            if let line = silence.line {
                places[Place(file: silence.location.file, line: line), default: []].append(index)
            }
        }
        var used: Set<Int> = []
        var left: [Finding] = []
        for finding in findings {
            let place = Place(file: finding.location.file, line: finding.location.line)
            let index = places[place]?.first { index in
                finding.subject.rule.map { silences[index].rules.contains($0) } ?? false
            }
            guard let index, !finding.isRefusal else {
                left.append(finding)
                continue
            }
            used.insert(index)
            self.silenced.append(Silenced(finding: finding, reason: silences[index].reason))
        }
        for (index, silence) in silences.enumerated() {
            if let finding = Self.finding(
                silence,
                isUsed: used.contains(index),
                node: node[silence.location.file] ?? ""
            ) {
                left.append(finding)
            }
        }
        self.findings = left.sorted(by: Finding.inOrder)
    }

    private static func finding(_ silence: Silence, isUsed: Bool, node: String) -> Finding? {
        let names = silence.rules.map(\.rawValue).joined(separator: " ")
        let example = "# lint: ignore \(names.isEmpty ? "W17" : names) reason: WHY"
        if !silence.standsFirst {
            return Finding(
                .silence,
                .warning,
                at: silence.location,
                node: node,
                "lint: ignore stands behind other words of its comment, so it silences nothing",
                fix: "write \(example), with nothing before it"
            )
        }
        if let word = silence.unknown.first {
            return Finding(
                .silence,
                .warning,
                at: silence.location,
                node: node,
                "'\(word)' is no rule, so lint: ignore silences nothing; expected W01 to W29",
                fix: "write \(example)"
            )
        }
        if silence.rules.isEmpty {
            return Finding(
                .silence,
                .warning,
                at: silence.location,
                node: node,
                "lint: ignore names no rule, so it silences nothing",
                fix: "write \(example)"
            )
        }
        if silence.reason.isEmpty {
            return Finding(
                .silence,
                .warning,
                at: silence.location,
                node: node,
                "lint: ignore \(names) gives no reason, so it silences nothing",
                fix: "write \(example)"
            )
        }
        guard !isUsed else { return nil }
        return Finding(
            .silence,
            .notice,
            at: silence.location,
            node: node,
            "lint: ignore \(names) silences nothing: no such finding "
                + (silence.line.map { "on line \($0)" } ?? "can follow at the end of the file"),
            fix: "remove the comment"
        )
    }
}
