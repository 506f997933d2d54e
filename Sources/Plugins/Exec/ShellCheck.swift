public import Checks

/// `shell "COMMAND LINE"`: a command line of `/bin/sh` ends well.
public struct ShellCheck: Check {
    public static let description = ShellPlugin.description

    private let command: ChildCommand
    private let verdict: ExitVerdict

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        let words = definition.options.arguments
        guard words.count == 1, let line = words.first, !line.isEmpty else {
            throw CheckSetupError(
                "check \(definition.name): expected one command line in quotes, as in: shell \"test -e /run/ready\""
            )
        }
        self.command = ChildCommand(
            program: ProgramFile.shell.path,
            arguments: ["-c", line],
            user: definition.user,
            mayChangeUser: context.mayChangeUser,
            demandsSafePath: definition.demandsSafePath
        )
        self.verdict = ExitVerdict(definition.options, isShell: true)
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        await ChildCheckRun.run(self.command, self.verdict, timeout: timeout)
    }
}
