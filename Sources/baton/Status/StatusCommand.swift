import ArgumentParser

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What the agent on this node does: states, priorities, checks, the last events.",
        discussion: """
            Exit codes: 0 healthy; 1 degraded, a check does not pass, the checker restarts, something is in maintenance, or a \
            route, rule or static address cannot be set; 2 an instance is in fault; \
            3 no agent answers; 64 wrong usage.
            """
    )

    @OptionGroup var agent: AgentConnection

    func run() throws {
        let status = try self.agent.ask("status", for: StatusDocument.self)
        if !self.agent.json { StandardOutput.print(StatusPage(status).text) }
        throw ExitCode(status.exitCode)
    }
}
