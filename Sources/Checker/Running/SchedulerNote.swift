import Checks
import Logging

/// What a scheduler has to tell the log, once it holds no lock.
enum SchedulerNote: Sendable {
    /// - `isQuiet`: one of very many that are well to begin with.
    case changed(check: String, CheckOutcome, isQuiet: Bool)
    case missed(check: String, Int)
    case stuck(check: String, Duration)
    /// A run started so long after it was due.
    case late(check: String, Duration)
}

extension Scheduler {
    func log(_ note: SchedulerNote) {
        switch note {
        case .changed(let check, let outcome, let isQuiet):
            // What is not said must not use up what may be said.
            guard !isQuiet || self.logger.logger.logLevel <= .debug else { return }
            self.logger.log(
                isQuiet ? .debug : outcome.status == .pass ? .info : .warning,
                kind: isQuiet ? "quiet" : "changed",
                "check is \(outcome.status)"
            ) {
                ["check": "\(check)", "reason": "\(outcome.reason.rawValue)", "summary": "\(outcome.summary)"]
            }
        case .missed(let check, let count):
            self.logger.log(
                .notice,
                key: "missed \(check)",
                "check takes longer than its interval; runs were left out",
                metadata: ["check": "\(check)", "missed": "\(count)"]
            )
        case .stuck(let check, let age):
            self.logger.log(
                .error,
                key: "stuck \(check)",
                "a run does not end although it was stopped; the check cannot run",
                metadata: ["check": "\(check)", "age": "\(age.inUnits)"]
            )
        case .late(let check, let delay):
            self.logger.log(
                .warning,
                key: "late",
                "checks start late: they wait for a free place or thread; raise check_concurrency or their interval",
                metadata: ["check": "\(check)", "delay": "\(delay.inUnits)"]
            )
        }
    }
}
