public import Checks
import Synchronization

/// `process NAME`: the program runs. Between two runs it holds descriptors of the processes found, so that the exit
/// of one causes a run at once, in any pid or network namespace.
public final class ProcessCheck: WatchingCheck {
    public static let description = ProcessPlugin.description

    private let name: String
    private let bytes: ProcessName
    private let counts: [ClosedRange<Int>]
    private let table: ProcessTable
    private let watched = Mutex<[ProcessEntry]>([])

    public convenience init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        try self.init(definition: definition, table: .shared)
    }

    init(definition: CheckDefinition, table: ProcessTable) throws(CheckSetupError) {
        guard let name = definition.options.arguments.first, !name.isEmpty else {
            throw CheckSetupError("check \(definition.name): expected a program's name, as in: process nginx")
        }
        guard !name.contains("/") else {
            let last = String(decoding: ProcessName.lastComponent(of: name.utf8), as: UTF8.self)
            throw CheckSetupError(
                "check \(definition.name): expected a program's name, not a path; write: process \(last)"
            )
        }
        self.name = name
        self.bytes = ProcessName(name)
        self.counts = definition.options.integerRanges(ProcessPlugin.count) ?? [1...Int.max]
        self.table = table
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        var outcome: CheckOutcome
        do throws(ProcFilesystem.Failure) {
            let processes = try await self.table.processes(named: self.bytes)
            self.watched.withLock { $0 = processes }
            outcome = self.outcome(of: processes)
        } catch {
            self.watched.withLock { $0 = [] }
            outcome = CheckOutcome(.unknown, .processUnreadable, error.message)
        }
        outcome.duration = stopwatch.elapsed
        return outcome
    }

    @concurrent public func waitForChange() async {
        await ProcessWatch.firstExit(of: self.watched.withLock { $0 }, in: self.table)
        if !Task.isCancelled {
            await self.table.invalidate()
        }
    }

    private func outcome(of processes: [ProcessEntry]) -> CheckOutcome {
        let count = processes.count
        let measurements = [CheckOutcome.Measurement(name: "processes", value: Double(count), unit: "")]
        let found =
            switch count {
            case 0: "no process named \(self.name)"
            case 1: "one process named \(self.name) (pid \(processes[0].identifier))"
            default: "\(count) processes named \(self.name) (oldest pid \(processes[0].identifier))"
            }
        if self.counts.contains(where: { $0.contains(count) }) {
            return CheckOutcome(.pass, .ok, found, measurements: measurements)
        }
        let expected = self.counts.map { range in
            range.upperBound >= 1_000_000
                ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        }
        return CheckOutcome(
            .fail,
            .processMissing,
            count == 0 ? found : "\(found), expected \(expected.joined(separator: " or "))",
            measurements: measurements
        )
    }
}
