public import Checks

/// `exec PATH ARGS…`: a program ends well.
public struct ExecCheck: Check {
    public static let description = ExecPlugin.description

    private let runs: ChildCheckRun

    public var secrets: [String] { self.runs.secrets }

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        guard let program = definition.options.arguments.first, !program.isEmpty else {
            throw CheckSetupError(
                "check \(definition.name): expected a program, as in: exec /usr/local/bin/check_web --fast"
            )
        }
        self.runs = try ChildCheckRun(
            program,
            Array(definition.options.arguments.dropFirst()),
            isShell: false,
            definition: definition,
            context: context
        )
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        await self.runs.run(timeout: timeout)
    }
}
