import Checker
import Checks

/// What `--explain` says of one run: each assertion, the definition as it was resolved, and what rise, fall and weight
/// make of the result.
struct Explanation {
    private let report: RunReport
    private let definition: DefinitionText
    private let identity: String

    /// - Parameter identity: The user who runs this command, such as `root`.
    init(_ report: RunReport, plugin: PluginDescription?, identity: String) {
        self.report = report
        self.definition = DefinitionText(report.definition, plugin: plugin)
        self.identity = identity
    }

    /// Lines without indentation: the table of assertions; nothing where the plugin records none.
    var assertions: [String] {
        guard !self.report.outcome.assertions.isEmpty else { return [] }
        var table = Table(["ASSERTION", "EXPECTED", "GOT", "VERDICT"])
        for assertion in self.report.outcome.assertions {
            table.add([assertion.name, assertion.expected, assertion.got, "\(assertion.status)"])
        }
        return table.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Lines without indentation: the definition and its consequences.
    var resolved: [String] {
        var table = Table()
        let definition = self.report.definition
        table.add(["defined", definition.location.description])
        if !definition.summary.isEmpty { table.add(["purpose", definition.summary]) }
        table.add(["plugin", self.definition.pluginLine])
        for (index, option) in self.definition.options.enumerated() {
            table.add([index == 0 ? "options" : "", option])
        }
        table.add(["user", self.user])
        table.add(["schedule", self.definition.schedule])
        if self.report.outcome.queueDelay > .zero {
            table.add(["queued", "\(self.report.outcome.queueDelay.inUnits) for a free place"])
        }
        if let score = self.report.outcome.score {
            table.add(["score", "\(score), which the weight is multiplied by"])
        }
        for (index, requirement) in self.report.requirements.enumerated() {
            let health = requirement.health.map { "\($0)" } ?? "has not run"
            table.add([index == 0 ? "requires" : "", "\(requirement.check): \(health)"])
        }
        table.add(["counting", self.definition.thresholds])
        table.add(["health", self.health])
        table.add(["effect", self.effect])
        table.add(["unknown", self.definition.onUnknown])
        return table.text.split(separator: "\n").map(String.init)
    }

    private var user: String {
        guard let user = self.report.definition.user else {
            return "\(self.identity), who runs this command; the agent runs it as its own user"
        }
        return user.group.map { "\(user.user), group \($0)" } ?? user.user
    }

    private var health: String {
        let progress = HealthProgress(self.report.after).text
        guard self.report.before.health != self.report.after.health else { return progress }
        return "\(self.report.before.health) -> \(progress)"
    }

    private var effect: String {
        switch self.report.definition.mode {
        case .enforce: self.definition.effect
        case .observe: "none: mode observe; with mode enforce, \(self.definition.effect)"
        case .disabled: "none: mode disabled, the agent does not run it; with mode enforce, \(self.definition.effect)"
        }
    }
}
