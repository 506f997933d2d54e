import ArgumentParser
import Foresight
import Glibc

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why an instance has the priority and the state it has, and what comes next; or what a rule means.",
        discussion: """
            A rule of `baton lint`, W01 to W29, is explained without an agent. \
            Exit codes: 0 explained, 2 the instance is in fault, 3 no agent answers, 64 there is no such instance.
            """
    )

    @Argument(help: "As in vrrp_instance NAME, or a rule such as W01.")
    var instance: String

    @OptionGroup var agent: AgentConnection

    func validate() throws {
        guard !self.instance.contains(where: \.isWhitespace) else {
            throw ValidationError("INSTANCE: expected one word.")
        }
    }

    func run() throws {
        if let rule = LintRule(rawValue: self.instance.uppercased()) {
            if self.agent.json {
                StandardOutput.print(RuleDocument.json(of: rule).indented())
            } else {
                StandardOutput.print(rule.text)
            }
            return
        }
        switch try self.agent.ask("explain \(self.instance)", for: ExplainDocument.self) {
        case .error(let message):
            if !self.agent.json { StandardError.print("baton: \(message)") }
            throw ExitCode(EX_USAGE)
        case .explanation(let explanation):
            if !self.agent.json { StandardOutput.print(ExplainPage(explanation).text) }
            throw ExitCode(explanation.instance.isFaulty ? 2 : 0)
        }
    }
}
