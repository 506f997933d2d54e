import ArgumentParser

struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the agent read its configuration again, and wait for what comes of it.",
        discussion: """
            The same as SIGHUP, with an answer: a file that does not load changes nothing, and what is wrong with it is \
            printed.

            Exit codes: 0 the new configuration is in force; 1 no agent answers; 3 refused, the old configuration stays in \
            force; 64 wrong usage.
            """
    )

    @OptionGroup var agent: AgentConnection

    /// Loading asks a checker of the operator's own for its plugins, and may take a while with thousands of checks.
    private static let patience = 60

    func run() throws {
        let answer = try self.agent.ask(
            "reload",
            for: ReloadDocument.self,
            orFailWith: ExitCode(1),
            patience: Self.patience
        )
        if !self.agent.json {
            for diagnostic in answer.diagnostics { StandardError.print(diagnostic) }
            if answer.omitted > 0 { StandardError.print("… and \(answer.omitted) more; see the log of the agent") }
            if answer.done {
                StandardOutput.print(answer.summary)
            } else {
                StandardError.print("baton: \(answer.summary)")
            }
        }
        throw answer.done ? ExitCode.success : ExitCode(3)
    }
}
