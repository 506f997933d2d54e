extension VirtualRouter {
    /// The effective priority changes, because tracking says so.
    ///
    /// A master advertises at once and starts its timer again, so that the others need not wait for the news. A backup
    /// moves its deadline by the change in skew: the timer goes on, it does not start again.
    ///
    /// - Parameter priority: 1…255; 0 is taken as 1.
    package mutating func setPriority(_ priority: Priority, at now: Instant) -> [Action] {
        let priority = Self.electable(priority)
        guard priority != self.effectivePriority else { return [] }
        switch self.state {
        case .initialize, .fault, .resigning:
            self.effectivePriority = priority
            return []
        case .backup(let before):
            let oldSkew = self.timing(before.masterInterval).skewTime
            self.effectivePriority = priority
            var backup = before
            backup.masterDown = backup.masterDown + (self.timing(backup.masterInterval).skewTime - oldSkew)
            self.state = .backup(self.reconciled(backup))
            return []
        case .master(var master):
            self.effectivePriority = priority
            guard !self.isStale(master, at: now) else { return [] }
            master.nextAdvertisement = now + self.settings.advertisementInterval.duration
            self.state = .master(master)
            return [.advertise(priority)]
        }
    }

    /// A backup whose right to preempt may have changed: a master it can no longer preempt is obeyed, from when it
    /// was last heard; a delay that is no longer configured is over.
    func reconciled(_ before: Backup) -> Backup {
        var backup = before
        switch backup.prospect {
        case .alone, .obeying, .succeeding:
            break
        case .preempting(let peer):
            if !self.preempts(peer) {
                backup.prospect = .obeying(peer)
                backup.cause = nil
                let heard = peer.lastHeard + self.timing(backup.masterInterval).masterDownInterval
                backup.masterDown = max(backup.masterDown, heard)
            }
        case .deferring(let peer, until: _):
            if !self.preempts(peer) {
                backup.prospect = .obeying(peer)
                backup.cause = nil
            } else if self.preemptDelay == .zero {
                backup.prospect = .preempting(peer)
            }
        }
        return backup
    }

    private func preempts(_ peer: Peer) -> Bool {
        self.preempts && peer.priority < self.effectivePriority
    }
}
