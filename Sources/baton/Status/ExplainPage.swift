/// The ledger of an instance: base priority, a line for each contribution, the clamp, and what comes next.
struct ExplainPage {
    private let explanation: ExplainDocument.Explanation

    init(_ explanation: ExplainDocument.Explanation) {
        self.explanation = explanation
    }

    var text: String {
        let ledger = self.explanation.ledger
        var table = Table(indentation: "  ")
        table.add(["base", "", "\(ledger.base)"])
        for contribution in ledger.contributions { table.add(Self.row(contribution)) }
        if ledger.clamped {
            table.add(["clamp", "", "\(ledger.effective)", "", "the sum of \(ledger.sum) is out of range"])
        }
        table.add(["effective", "", "\(ledger.effective)"])
        let instance = self.explanation.instance
        return
            ([instance.headline.joined(separator: "  "), table.text] + instance.details.map { "  \($0)" }
            + ["  next: \(self.explanation.next)"] + (self.explanation.outlook ?? []).map { "  outlook: \($0)" })
            .joined(separator: "\n")
    }

    private static func row(_ contribution: ExplainDocument.Contribution) -> [String] {
        let delta = contribution.delta
        let effect = contribution.fault ? "FAULT" : delta == 0 ? "0" : delta > 0 ? "+\(delta)" : "\(delta)"
        let score = contribution.score.map { " (score \($0))" } ?? ""
        return [
            contribution.source,
            contribution.blocked == true ? "BLOCKED" : contribution.health.uppercased(),
            contribution.observed ? "(\(effect) if it counted)" : effect,
            contribution.ageMs.map { "since \(Age($0))" } ?? "",
            (contribution.evidence ?? "") + score + (contribution.reverse ? " (reverse)" : ""),
        ]
    }
}
