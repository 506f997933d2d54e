import Checks
import Logging
import Synchronization

@testable import Checker

/// A scheduler on fake checks, and all its reports in order.
struct Bench: Sendable {
    struct Report: Sendable {
        var check: String
        var outcome: CheckOutcome
        var runs: UInt32
        var generation: UInt32
    }

    let scheduler: Scheduler
    let board = HealthBoard()
    let reports: AsyncStream<Report>

    static let factory = CheckFactory(
        plugins: [FakeCheck.self, FakeWatchingCheck.self],
        context: CheckContext(mayChangeUser: false)
    )
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() {
        let (reports, sink) = AsyncStream.makeStream(of: Report.self)
        let generation = Atomic<UInt32>(0)
        let holder = Holder(generation)
        self.reports = reports
        self.scheduler = Scheduler(
            factory: Self.factory,
            board: self.board,
            logger: RateLimitedLogger(Self.quiet),
            reports: Scheduler.Reports(
                begin: { holder.generation.store($0, ordering: .relaxed) },
                add: { outcome, check, runs in
                    let generation = holder.generation.load(ordering: .relaxed)
                    sink.yield(Report(check: check, outcome: outcome, runs: runs, generation: generation))
                },
                flush: {}
            )
        )
    }

    private final class Holder: Sendable {
        let generation: Atomic<UInt32>
        init(_ generation: consuming Atomic<UInt32>) { self.generation = generation }
    }

    static func definition(
        _ name: String,
        kind: String = "fake",
        interval: Duration,
        timeout: Duration? = nil
    ) -> CheckDefinition {
        CheckDefinition(
            name: name,
            kind: kind,
            options: CheckOptions(arguments: [name], argument: .string(name)),
            schedule: CheckSchedule(interval: interval, timeout: timeout)
        )
    }

    func adopt(_ definitions: [CheckDefinition], generation: UInt32 = 1, concurrency: Int = 8) {
        self.scheduler.adopt(definitions, generation: generation, concurrency: concurrency, grace: .seconds(5))
    }

    /// The next report; waits for it.
    func next() async -> Report? {
        var iterator = self.reports.makeAsyncIterator()
        return await iterator.next()
    }

    /// Runs the checks until `body` returns, and waits for their end.
    func run(_ definitions: [CheckDefinition], _ body: (Bench) async -> Void) async {
        guard self.scheduler.start() else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.scheduler.run() }
            self.adopt(definitions)
            await body(self)
            self.scheduler.stop()
        }
    }
}

extension Duration {
    /// Longer than any test runs.
    static let never = Duration.seconds(3600)
}
