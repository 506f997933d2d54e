import Checks
import Logging

/// The checker's main loop: does what the supervisor and the router say until one of them ends it.
struct CheckerService {
    let link: CheckerLink
    let factory: CheckFactory
    let logger: Logger
    /// Reads a configuration; nil after it has logged why it cannot.
    let plan: @Sendable ([UInt8]) -> CheckerPlan?
    /// Called once when the end begins; from then on the process must be gone within ``exitLimit``.
    let onStop: @Sendable () -> Void

    /// Scripts at a time. Few enough for the machine to breathe, and more than a handful of scripts that hang.
    static let processLimit = 64
    /// How long the router may still ask for notify scripts after the supervisor has died.
    static let resignLimit = Duration.seconds(3)
    /// How long notify scripts may go on after the end has begun.
    static let notifyLimit = Duration.seconds(2)
    /// Both, with the time a script has between SIGTERM and SIGKILL; the supervisor waits for five seconds.
    static let exitLimit = Duration.milliseconds(4500)

    /// Returns when everything it started has ended.
    func run() async {
        let limiter = RunLimiter(limit: Self.processLimit)
        let logger = RateLimitedLogger(self.logger)
        let notify = NotifyDispatcher(logger: logger)
        var roster = CheckRoster { [factory, link] definition, slot in
            CheckRunner(
                definition: definition,
                factory: factory,
                limiter: limiter,
                slot: slot,
                logger: logger,
                report: { link.post($0, of: definition.name) }
            )
        }
        await withDiscardingTaskGroup { group in
            var isOrphan = false
            events: for await event in self.link.events {
                switch event {
                case .configuration(let generation, let bundle):
                    guard let plan = self.plan(bundle) else { continue }
                    notify.timeout = plan.notifyTimeout
                    self.apply(plan, generation: generation, to: &roster, in: &group)
                case .notify(let request):
                    notify.enqueue(request, in: &group)
                case .repeatReports:
                    for (check, outcome) in roster.lastOutcomes { self.link.post(outcome, of: check) }
                case .malformed(let sender, let error):
                    logger.log(
                        .error,
                        key: "malformed \(sender)",
                        "a message was not understood; do all programs come from one build?",
                        metadata: ["sender": "\(sender)", "error": "\(error)"]
                    )
                case .stop:
                    break events
                case .supervisorGone:
                    isOrphan = true
                    roster.stopAll()
                    group.addTask {
                        try? await Task.sleep(for: Self.resignLimit, clock: .suspending)
                        self.link.finish()
                    }
                case .routerGone:
                    // The supervisor starts routers again, and a new one asks for all reports.
                    if isOrphan { break events }
                }
            }
            self.onStop()
            roster.stopAll()
            await notify.finish(within: Self.notifyLimit)
            group.cancelAll()
        }
    }

    private func apply(
        _ plan: CheckerPlan,
        generation: UInt32,
        to roster: inout CheckRoster,
        in group: inout DiscardingTaskGroup
    ) {
        // Changed checks have stopped before, and new ones start after, the generation changes.
        let started = roster.adopt(plan.checks)
        self.link.begin(generation: generation)
        self.logger.info(
            "configured",
            metadata: ["generation": "\(generation)", "checks": "\(plan.checks.count)", "started": "\(started.count)"]
        )
        for (index, runner) in started.enumerated() {
            // Multiples of the golden ratio spread any number of checks evenly.
            let offset = (Double(index) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
            group.addTask { await runner.run(offset: offset) }
        }
    }
}
