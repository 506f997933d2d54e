public import Checks

/// `exec PATH ARGS…`: a program ends well.
public struct ExecCheck: Check {
    public static let description = ExecPlugin.description

    private let command: ChildCommand
    private let verdict: ExitVerdict

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        guard let program = definition.options.arguments.first, !program.isEmpty else {
            throw CheckSetupError(
                "check \(definition.name): expected a program, as in: exec /usr/local/bin/check_web --fast"
            )
        }
        self.command = ChildCommand(
            program: program,
            arguments: Array(definition.options.arguments.dropFirst()),
            user: definition.user,
            mayChangeUser: context.mayChangeUser,
            demandsSafePath: definition.demandsSafePath
        )
        self.verdict = ExitVerdict(definition.options, isShell: false)
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        await ChildCheckRun.run(self.command, self.verdict, timeout: timeout)
    }
}
