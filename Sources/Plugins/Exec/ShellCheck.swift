public import Checks

/// `shell "COMMAND LINE"`: a command line of `/bin/sh` ends well.
public struct ShellCheck: Check {
    public static let description = ShellPlugin.description

    private let runs: ChildCheckRun

    public var secrets: [String] { self.runs.secrets }

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        let words = definition.options.arguments
        guard words.count == 1, let line = words.first, !line.isEmpty else {
            throw CheckSetupError(
                "check \(definition.name): expected one command line in quotes, as in: shell \"test -e /run/ready\""
            )
        }
        self.runs = try ChildCheckRun(
            ProgramFile.shell.path,
            ["-c", line],
            isShell: true,
            definition: definition,
            context: context
        )
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        await self.runs.run(timeout: timeout)
    }
}
