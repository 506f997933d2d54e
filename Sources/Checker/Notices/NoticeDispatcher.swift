import Checks
import Configuration
import Synchronization

/// Passes notices on to the FIFOs and to the mailer, each in the order of the transitions.
final class NoticeDispatcher: Sendable {
    private struct State {
        var fifos: [NotifyFIFO: FIFOWriter] = [:]
        var mailer: Mailer?
        /// Settings the mailer was made with.
        var mail: MailSettings?
        var routerID: String?
        /// The router may be faster than the first configuration; nil once there was one.
        var early: [StateNotice]? = []
    }

    /// Notices that wait for the first configuration.
    private static let earlyLimit = 4096

    private let state = Mutex(State())
    private let logger: RateLimitedLogger
    private let onLoss: @Sendable (_ fifo: String, _ lines: Int) -> Void

    /// - Parameter onLoss: Told how many lines of a FIFO are lost by now, with every one.
    init(logger: RateLimitedLogger, onLoss: @escaping @Sendable (_ fifo: String, _ lines: Int) -> Void = { _, _ in }) {
        self.logger = logger
        self.onLoss = onLoss
    }

    /// Tells of all losses once more, to a router that has begun anew.
    func repeatLosses() {
        for writer in self.state.withLock({ Array($0.fifos.values) }) where writer.lostLines > 0 {
            self.onLoss(writer.fifo.path, writer.lostLines)
        }
    }

    /// Puts a configuration in force: what did not change goes on, with what waits in it.
    ///
    /// - Parameter group: Parent of the tasks that write.
    func adopt(_ plan: CheckerPlan, in group: inout DiscardingTaskGroup) {
        let (gone, new) = self.state.withLock { state in
            let gone = state.fifos.filter { !plan.fifos.contains($0.key) }.map(\.value)
            for writer in gone { state.fifos[writer.fifo] = nil }
            let new = plan.fifos.filter { state.fifos[$0] == nil }.map {
                FIFOWriter($0, logger: self.logger, onLoss: self.onLoss)
            }
            for writer in new { state.fifos[writer.fifo] = writer }
            return (gone, new)
        }
        // First those that go: a FIFO may come back with another owner or reader.
        for writer in gone { writer.close() }
        for writer in new { group.addTask { await writer.run() } }
        let mailer = self.state.withLock { state -> Mailer? in
            guard state.mail != plan.mail || state.routerID != plan.routerID else { return nil }
            state.mail = plan.mail
            state.routerID = plan.routerID
            state.mailer?.close()
            state.mailer = plan.mail.map { Mailer($0, routerID: plan.routerID, logger: self.logger) }
            return state.mailer
        }
        if let mailer { group.addTask { await mailer.run() } }
        for notice in self.state.withLock({ $0.early.take() }) ?? [] { self.tell(notice) }
    }

    func tell(_ notice: StateNotice) {
        let isEarly = self.state.withLock { state in
            guard let count = state.early?.count else { return false }
            if count < Self.earlyLimit { state.early?.append(notice) }
            return true
        }
        guard !isEarly else { return }
        let (writers, mailer) = self.state.withLock { (Array($0.fifos.values), $0.mailer) }
        for writer in writers { writer.write(notice.line) }
        if notice.isMailed { mailer?.send(notice) }
    }

    /// Waits until everything has been passed on, but not longer than `limit`; the FIFOs are gone afterwards.
    func finish(within limit: Duration) async {
        let (writers, mailer) = self.state.withLock { (Array($0.fifos.values), $0.mailer) }
        let end = SuspendingClock().now.advanced(by: limit)
        for writer in writers { writer.close() }
        mailer?.close()
        for writer in writers { _ = await writer.isDone.value(until: end) }
        _ = await mailer?.isDone.value(until: end)
        // What did not get through in time leaves no FIFO behind all the same.
        for writer in writers { writer.remove() }
    }
}
