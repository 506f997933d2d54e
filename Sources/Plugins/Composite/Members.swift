import Checks
import Synchronization

/// The checks a composite looks at, and which of their changes it has seen.
final class Members: Sendable {
    let names: [String]
    private let surroundings: any CheckSurroundings
    private let seen = Mutex<UInt64>(0)

    init(_ names: [String], in surroundings: any CheckSurroundings) {
        self.names = names
        self.surroundings = surroundings
    }

    /// The healths as they are now, in the order of the names.
    func healths() -> [Health?] {
        let (healths, version) = self.surroundings.health(of: self.names)
        self.seen.withLock { $0 = version }
        // An answer of another length would be a broken promise; it must not become a trap.
        return self.names.indices.map { healths.indices.contains($0) ? healths[$0] : nil }
    }

    /// Returns when one of them has changed since ``healths()``, or when the task is cancelled.
    func waitForChange() async {
        await self.surroundings.waitForHealth(of: self.names, after: self.seen.withLock { $0 })
    }

    /// The members that are down and those of which nothing is known, in words; empty if there are none.
    func complaint(about healths: [Health?]) -> String {
        func names(_ wanted: Health?) -> [String] { zip(self.names, healths).filter { $0.1 == wanted }.map(\.0) }
        var parts: [String] = []
        let down = names(.down)
        if !down.isEmpty { parts.append("down: \(down.joined(separator: ", "))") }
        let unknown = names(.unknown)
        if !unknown.isEmpty { parts.append("unknown: \(unknown.joined(separator: ", "))") }
        let missing = names(nil)
        if !missing.isEmpty { parts.append("not here: \(missing.joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }

    /// One assertion for each member.
    func assertions(on healths: [Health?], expected: Health) -> [CheckOutcome.Assertion] {
        zip(self.names, healths).map { name, health in
            let status: CheckStatus =
                switch health {
                case nil, .unknown: .unknown
                case .up, .down: health == expected ? .pass : .fail
                }
            return CheckOutcome.Assertion(
                name,
                expected: "\(expected)",
                got: health.map { "\($0)" } ?? "no such check here",
                status
            )
        }
    }

    static func measurements(of healths: [Health?]) -> [CheckOutcome.Measurement] {
        let up = healths.count { $0 == .up }
        let down = healths.count { $0 == .down }
        return [
            CheckOutcome.Measurement(name: "up", value: Double(up), unit: ""),
            CheckOutcome.Measurement(name: "down", value: Double(down), unit: ""),
            CheckOutcome.Measurement(name: "unknown", value: Double(healths.count - up - down), unit: ""),
        ]
    }
}
