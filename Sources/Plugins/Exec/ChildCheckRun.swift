import Checks

/// The runs of a program with a deadline, judged.
struct ChildCheckRun: Sendable {
    /// The check's name, which the program may want to know.
    var check: String
    var command: ChildCommand
    var verdict: ExitVerdict

    init(
        _ program: String,
        _ arguments: [String],
        isShell: Bool,
        definition: CheckDefinition,
        context: CheckContext
    ) throws(CheckSetupError) {
        self.check = definition.name
        do throws(CheckSetupError) {
            self.verdict = try ExitVerdict(definition, isShell: isShell)
        } catch {
            throw CheckSetupError("check \(definition.name): \(error.message)")
        }
        self.command = ChildCommand(
            program: ChildProgram(program: program, arguments: arguments, definition: definition, context: context)
        )
        switch self.verdict.exitProtocol {
        case .keepalived:
            break
        case .nagios:
            // What a plugin complains of must not take the place of its first line.
            self.command.errors = .apart
        case .json:
            self.command.errors = .apart
            self.command.outputLimit = ResultObject.limit
        }
    }

    /// What a definition adds to the environment and must not be shown.
    var secrets: [String] {
        guard case .exactly(let variables) = self.command.program.environment else { return [] }
        return variables.filter { $0.key != "PATH" && $0.key != "LANG" }.map(\.value)
    }

    /// A program that has not ended at the deadline has failed, whatever it does on its way out.
    func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let variables = self.variables(timeout)
        let (completion, expired) = await Deadline.run(within: timeout) { await self.command.run(variables: variables) }
        var outcome: CheckOutcome
        if expired || Task.isCancelled {
            let limit = min(timeout, stopwatch.elapsed).readable
            let output = String(decoding: completion?.output ?? [], as: UTF8.self)
            outcome = CheckOutcome(
                .fail,
                .execTimeout,
                "\(self.command.program.program) did not end within \(limit)",
                output: OutcomeSanitizer.text(output, limit: CheckOutcome.outputLimit),
                assertions: [
                    CheckOutcome.Assertion("end", expected: "within \(limit)", got: "still running", .fail)
                ]
            )
        } else if let completion {
            outcome = self.verdict.outcome(of: completion)
        } else {
            outcome = CheckOutcome(.unknown, .checkError, "\(self.command.program.program): no result")
        }
        outcome.duration = stopwatch.elapsed
        return outcome
    }

    private func variables(_ timeout: Duration) -> [String: String] {
        [
            "CHECK_API": "1.0",
            "CHECK_NAME": self.check,
            "CHECK_TIMEOUT_MS": "\(Int(timeout.milliseconds.rounded(.down)))",
        ]
    }
}
