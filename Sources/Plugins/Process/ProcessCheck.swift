public import Checks
import Synchronization

/// `process [NAME]`: a program runs. Between two runs it holds descriptors of the processes found, so that the exit
/// that matters causes a run at once, in any pid or network namespace.
public final class ProcessCheck: WatchingCheck {
    public static let description = ProcessPlugin.description

    private let question: ProcessQuestion
    private let table: ProcessTable
    private let watch = Mutex(Watch())
    private let user = Mutex<UInt32?>(nil)

    private struct Watch {
        /// What the last run found.
        var found: [ProcessEntry] = []
        /// What is waited for; nil = nothing, or not all of it.
        var awaited: [ProcessEntry]?
        /// Which of them have not ended, as far as is known; empty without a wait.
        var living: Set<ProcessEntry> = []
        /// Different for each wait.
        var number: UInt64 = 0
    }

    public convenience init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        try self.init(definition: definition, table: .shared)
    }

    init(definition: CheckDefinition, table: ProcessTable) throws(CheckSetupError) {
        do throws(CheckSetupError) {
            self.question = try ProcessQuestion(definition.options)
        } catch {
            throw CheckSetupError("check \(definition.name): \(error.message)")
        }
        self.table = table
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        var found: [ProcessEntry] = []
        var outcome = await self.answer(&found)
        self.watch.withLock { $0.found = found }
        outcome.duration = stopwatch.elapsed
        return outcome
    }

    private func answer(_ found: inout [ProcessEntry]) async -> CheckOutcome {
        var identifier: Int32?
        if let file = self.question.pidFile {
            do throws(PidFile.Failure) {
                identifier = try PidFile.identifier(in: file)
            } catch {
                return Self.outcome(of: error, file: file)
            }
        }
        var user: UInt32?
        do throws(ChildIdentity.Failure) {
            user = try await self.userIdentifier()
        } catch {
            return CheckOutcome(.unknown, .execUser, error.message)
        }
        let criteria = self.question.criteria(identifier: identifier, user: user)
        do throws(ProcFilesystem.Failure) {
            let counts = self.question.counts
            // The kernel says so when one of them ends; there is no need to look.
            let living = self.watch.withLock { $0.living }
            let findings = try await self.table.find(criteria, living: living) { counts.areMet(byAtLeast: $0) }
            found = findings.processes
            let stranger = findings.processes.isEmpty ? identifier.flatMap(self.table.process) : nil
            return ProcessReport(
                question: self.question,
                criteria: criteria,
                findings: findings,
                now: SystemTicks.now,
                stranger: stranger
            ).outcome
        } catch {
            return CheckOutcome(.unknown, .processUnreadable, error.message)
        }
    }

    /// The number of the user that is asked for; looked up once.
    private func userIdentifier() async throws(ChildIdentity.Failure) -> UInt32? {
        guard let name = self.question.user else { return nil }
        if let known = self.user.withLock({ $0 }) { return known }
        let found = try await ChildIdentity.userIdentifier(of: name)
        self.user.withLock { $0 = found }
        return found
    }

    private static func outcome(of failure: PidFile.Failure, file: String) -> CheckOutcome {
        let reason: ReasonCode = failure.status == .fail ? .processMissing : .processUnreadable
        return CheckOutcome(
            failure.status,
            reason,
            failure.message,
            measurements: failure.status == .fail
                ? [CheckOutcome.Measurement(name: "processes", value: 0, unit: "")] : [],
            assertions: [
                CheckOutcome.Assertion(
                    ProcessPlugin.Option.pidFile,
                    expected: "the number of a running process in \(file)",
                    got: failure.message,
                    failure.status
                )
            ]
        )
    }

    public var keepsWaiting: Bool {
        self.watch.withLock { $0.awaited == $0.found && !$0.found.isEmpty }
    }

    @concurrent public func waitForChange() async {
        let (processes, number) = self.watch.withLock { watch in
            watch.number += 1
            watch.awaited = watch.found
            return (watch.found, watch.number)
        }
        let counts = self.question.counts
        let verdict = counts.contains(processes.count)
        // With a minimum age the oldest decides, and whether it is the one that ended only a run can tell.
        let agesMatter = self.question.minimumAge != nil
        await ProcessWatch.wait(for: processes, in: self.table) { left in
            agesMatter || counts.contains(left) != verdict
        } following: { living in
            self.watch.withLock { watch in
                guard watch.number == number else { return }
                if let living { watch.living = living } else { watch.awaited = nil }
            }
        }
        self.watch.withLock { watch in
            guard watch.number == number else { return }
            watch.awaited = nil
            watch.living = []
        }
        if !Task.isCancelled {
            await self.table.invalidate()
        }
    }
}
