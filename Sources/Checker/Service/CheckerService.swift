import CLinux
import Checks
import Logging

/// The checker's main loop: does what the supervisor and the router say until one of them ends it.
struct CheckerService {
    let link: CheckerLink
    let factory: CheckFactory
    let logger: Logger
    /// Reads a configuration; nil after it has logged why it cannot.
    let plan: @Sendable ([UInt8]) -> CheckerPlan?
    /// What goes before the configurations' `umask`; nil = theirs counts.
    var umask: UInt32?
    /// Called once when the end begins; from then on the process must be gone within ``exitLimit``.
    let onStop: @Sendable () -> Void

    /// How long the router may still ask for notify scripts after the supervisor has died.
    static let resignLimit = Duration.seconds(3)
    /// How long notify scripts may go on after the end has begun.
    static let notifyLimit = Duration.seconds(2)
    /// How long the last lines of the journal may take.
    static let journalLimit = Duration.milliseconds(500)
    /// All of it, with the time a script has between SIGTERM and SIGKILL; the supervisor waits for seven seconds.
    static let exitLimit = Duration.milliseconds(6500)

    /// Returns when everything it started has ended.
    func run() async {
        let logger = RateLimitedLogger(self.logger)
        let notify = NotifyDispatcher(logger: logger)
        let link = self.link
        let notices = NoticeDispatcher(logger: logger) { link.tell(losses: $1, of: $0) }
        let journal = JournalWriter(logger: logger)
        let board = HealthBoard()
        let push = PushServer(logger: logger) { board.push($0) }
        let scheduler = Scheduler(factory: self.factory, board: board, logger: logger, reports: self.reports)
        guard scheduler.start() else {
            self.logger.error("the system gives no threads")
            return
        }
        await withDiscardingTaskGroup { group in
            group.addTask { await scheduler.run() }
            var isOrphan = false
            events: for await event in self.link.events {
                switch event {
                case .configuration(let generation, let bundle):
                    guard let plan = self.plan(bundle) else { continue }
                    CheckerProcess.setUmask(self.umask ?? plan.umask)
                    notify.timeout = plan.notifyTimeout
                    notices.adopt(plan, in: &group)
                    journal.adopt(plan.journal)
                    self.apply(plan, generation: generation, to: scheduler)
                    push.listen(at: plan.takesPushes ? plan.pushSocket : nil)
                case .notify(let request):
                    notify.enqueue(request, in: &group)
                case .notice(let notice):
                    notices.tell(notice)
                case .journal(let lines):
                    journal.write(lines)
                case .repeatReports:
                    scheduler.repeatReports()
                    notices.repeatLosses()
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
                    scheduler.stop()
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
            push.listen(at: nil)
            scheduler.stop()
            await notify.finish(within: Self.notifyLimit)
            await notices.finish(within: Self.notifyLimit)
            await journal.finish(within: Self.journalLimit)
            group.cancelAll()
        }
    }

    private var reports: Scheduler.Reports {
        let link = self.link
        return Scheduler.Reports(
            begin: { link.begin(generation: $0) },
            add: { link.add($0, of: $1, runs: $2) },
            flush: { link.flush() }
        )
    }

    private func apply(_ plan: CheckerPlan, generation: UInt32, to scheduler: Scheduler) {
        let started = scheduler.adopt(
            plan.checks,
            generation: generation,
            concurrency: plan.concurrency,
            grace: plan.grace
        )
        // What the parser needed is not needed again before the next configuration.
        clinux_release_unused_memory()
        self.logger.info(
            "configured",
            metadata: ["generation": "\(generation)", "checks": "\(plan.checks.count)", "started": "\(started)"]
        )
    }
}
