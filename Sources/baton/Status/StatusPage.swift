/// `baton status` for people: one screen.
struct StatusPage {
    private let status: StatusDocument

    /// The newest entries of the journal that are shown.
    private static let journalLines = 10

    init(_ status: StatusDocument) {
        self.status = status
    }

    var text: String {
        var parts = [self.heading]
        if let maintenance = self.status.maintenance, !maintenance.isQuiet {
            parts.append(MaintenancePage(maintenance, of: self.status.instances.map(\.name)).text)
        }
        if let drill = self.status.drill, drill.end == nil { parts.append(drill.line) }
        for instance in self.status.instances {
            parts.append(
                ([instance.headline.joined(separator: "  ")] + instance.details.map { "  \($0)" }).joined(
                    separator: "\n"
                )
            )
        }
        for group in self.status.syncGroups {
            parts.append(
                "sync group \(group.name)  \(group.state.uppercased())  for \(Age(group.sinceMs))\n  members "
                    + group.members.joined(separator: ", ")
            )
        }
        if !self.status.statics.isEmpty {
            parts.append("static\n" + self.status.statics.map { "  \($0.line)" }.joined(separator: "\n"))
        }
        if !self.status.fifos.isEmpty { parts.append(self.status.fifos.map(Self.line).joined(separator: "\n")) }
        if !self.status.checks.isEmpty { parts.append("checks\n\(self.checks)") }
        if !self.status.journal.isEmpty { parts.append("journal\n\(self.journal)") }
        return parts.joined(separator: "\n\n")
    }

    private static func line(_ fifo: StatusDocument.FIFO) -> String {
        let lost = fifo.lost == 1 ? "1 line lost" : "\(fifo.lost) lines lost"
        return "fifo \(fifo.path)  \(fifo.lost == 0 ? "no line lost" : lost)"
    }

    private var heading: String {
        let status = self.status
        let checker = status.checker.state == "running" ? "" : " (for \(Age(status.checker.sinceMs)))"
        return "baton \(status.version), pid \(status.pid), up \(Age(status.uptimeMs)), "
            + "configuration \(status.generation), checker \(status.checker.state)\(checker)"
    }

    private var checks: String {
        var table = Table(indentation: "  ")
        for check in self.status.checks {
            let age = check.ageMs.map { "\(Age($0)) ago" } ?? "never"
            table.add([
                check.name, check.kind, Self.health(check), Self.streak(check), Self.weight(check), age, check.reason,
                check.queueMs > 0 ? "\(check.summary) (waited \(Age(check.queueMs)) for a place)" : check.summary,
            ])
        }
        return table.text
    }

    private static func health(_ check: StatusDocument.Check) -> String {
        if check.mode == "disabled" { return "DISABLED" }
        let health = check.blocked ? "BLOCKED" : check.health.uppercased()
        return check.counts ? health : "\(health) (observed)"
    }

    /// How many results in a row say the same, of how many a change takes; with a window, how many of its results
    /// were failures, and how many make the check down.
    private static func streak(_ check: StatusDocument.Check) -> String {
        let isPass = check.status == "pass" || check.status == "warn"
        var text = "\(check.status) \(check.streak)/\(isPass ? check.rise : check.fall)"
        if let window = check.window, let failures = check.windowFailures {
            text += ", \(failures)/\(window.failures) of \(window.results)"
        }
        if let score = check.score { text += ", score \(score)" }
        return text
    }

    private static func weight(_ check: StatusDocument.Check) -> String {
        "weight \(check.weight)\(check.reverse ? " reverse" : "")"
    }

    private var journal: String {
        var table = Table(indentation: "  ")
        for entry in self.status.journal.suffix(Self.journalLines) {
            table.add(["\(Age(entry.agoMs)) ago", entry.instance ?? "-", entry.text])
        }
        return table.text
    }
}
