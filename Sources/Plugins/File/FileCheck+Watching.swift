import Checks
import Synchronization

extension FileCheck {
    @concurrent public func waitForChange() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForEvent() }
            if let wait = self.timeToNextAge() {
                group.addTask { try? await Task.sleep(for: wait, tolerance: .zero) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForEvent() async {
        let path = self.path
        // A file system that hangs gets no further threads to hold.
        guard !self.state.withLock({ $0.isLooking }) else { return await Cancellation.arrival() }
        guard let walk = await BlockingCall.run({ PathWalk(path) }) else { return }
        let subscription = FileChanges.shared.subscribe(to: walk)
        defer { FileChanges.shared.end(subscription) }
        // What happened between the run and the subscription.
        let now = await BlockingCall.run { (walk: PathWalk(path), look: FileFacts.look(at: path)) }
        guard let now else { return }
        if now.walk != walk || self.isNew(now.look) { return }
        for await change in subscription.changes {
            if change == .fileMade, self.expectation.readLimit > 0 {
                try? await Task.sleep(for: Self.settlingTime)
            }
            return
        }
    }

    /// Whether the path leads to something else, or the same with another content, than the last run saw.
    private func isNew(_ look: Result<FileFacts, FileFacts.Failure>) -> Bool {
        guard var seen = self.state.withLock({ $0.seen }) else { return false }
        if case .success(var facts) = seen {
            facts.content = nil
            seen = .success(facts)
        }
        return seen != look
    }

    /// How long until an age is reached that changes the outcome; nil if none will be. An age that was reached since the
    /// last run is reached now.
    private func timeToNextAge() -> Duration? {
        let (seen, judgedAt) = self.state.withLock { ($0.seen, $0.judgedAt) }
        guard case .success(let facts)? = seen else { return nil }
        let judgedAge = judgedAt.since(facts.modified)
        let age = FileFacts.Timestamp.now().since(facts.modified)
        let limits = [self.expectation.maxAge, self.expectation.minAge].compactMap { $0 }
        return limits.filter { $0 >= judgedAge }.min().map { max(.zero, $0 - age) + .milliseconds(1) }
    }
}
