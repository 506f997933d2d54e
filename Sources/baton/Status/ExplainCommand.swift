import ArgumentParser
import Checks
import Foresight
import Glibc

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why an instance has the priority and the state it has, and what comes next; or what a word means.",
        discussion: """
            A rule of `baton lint`, W01 to W29, a word of a check block, such as weight or expect_status, and \
            move_damping are explained without an agent; an instance of such a name is meant with --instance. \
            Exit codes: 0 explained, 2 the instance is in fault, 3 no agent answers, 64 there is no such instance.
            """
    )

    @Argument(help: "As in vrrp_instance NAME; or a rule such as W01, or a word of a check block.")
    var instance: String

    @Flag(name: .customLong("instance"), help: "The name is an instance's, whatever else it could be.")
    var isInstance = false

    @OptionGroup var agent: AgentConnection

    func validate() throws {
        guard !self.instance.contains(where: \.isWhitespace) else {
            throw ValidationError("INSTANCE: expected one word.")
        }
    }

    func run() throws {
        if !self.isInstance, let explanation = self.explanation {
            StandardOutput.print(explanation)
            return
        }
        let answer: ExplainDocument
        do {
            answer = try self.agent.ask("explain \(self.instance)", for: ExplainDocument.self)
        } catch {
            self.sayRules()
            throw error
        }
        switch answer {
        case .error(let message):
            self.sayRules()
            if !self.agent.json { StandardError.print("baton: \(message)") }
            throw ExitCode(EX_USAGE)
        case .explanation(let explanation):
            if !self.agent.json { StandardOutput.print(ExplainPage(explanation).text) }
            throw ExitCode(explanation.instance.isFaulty ? 2 : 0)
        }
    }

    /// Says which rules there are where one was probably meant.
    private func sayRules() {
        guard !self.isInstance, !self.agent.json, let first = self.instance.first, first == "W" || first == "w",
            self.instance.count > 1, self.instance.dropFirst().allSatisfy(\.isNumber)
        else { return }
        StandardError.print("baton: '\(self.instance)' is no rule of baton lint: they are W01 to W29")
    }

    /// What needs no agent; nil for the name of an instance.
    private var explanation: String? {
        if let rule = LintRule(rawValue: self.instance.uppercased()) {
            return self.agent.json ? RuleDocument.json(of: rule).indented() : rule.text
        }
        guard let text = KeywordPage.text(of: self.instance) else { return nil }
        return self.agent.json
            ? JSONValue.object(["word": .string(self.instance), "text": .string(text)]).indented() : text
    }
}
