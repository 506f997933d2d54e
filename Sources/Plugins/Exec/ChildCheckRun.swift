import Checks

/// One run of a program with a deadline, judged.
enum ChildCheckRun {
    /// A program that has not ended at the deadline has failed, whatever it does on its way out.
    static func run(_ command: ChildCommand, _ verdict: ExitVerdict, timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let (completion, expired) = await Deadline.run(within: timeout) { await command.run() }
        var outcome: CheckOutcome
        if expired || Task.isCancelled {
            let output = String(decoding: completion?.output ?? [], as: UTF8.self)
            outcome = CheckOutcome(
                .fail,
                .execTimeout,
                "\(command.program) did not end within \(min(timeout, stopwatch.elapsed).readable)",
                output: OutcomeSanitizer.text(output, limit: CheckOutcome.outputLimit)
            )
        } else if let completion {
            outcome = verdict.outcome(of: completion)
        } else {
            outcome = CheckOutcome(.unknown, .checkError, "\(command.program): no result")
        }
        outcome.duration = stopwatch.elapsed
        return outcome
    }
}
