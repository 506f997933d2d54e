package import VRRP

/// A planned failover with a planned return. It survives this process, and not the agent: one that is started does as
/// configured.
package struct Drill: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
        /// Priority 0 is said, and the addresses are kept until somebody has them.
        case offering
        /// Another node has them until then. This one is a backup that preempts nobody, and succeeds whoever falls silent.
        case away(until: Instant)
        /// This one preempts whatever the configuration says; until then.
        case returning(since: Instant, until: Instant)
        case ended(End, at: Instant)
    }

    package enum End: Hashable, Sendable {
        case notTaken
        case returned(Duration)
        /// It is master again though its time had not come: the other one fell silent or left.
        case neededEarlier(String)
        /// It could not preempt whoever is master.
        case notReturned(Priority, holder: VirtualRouter.Peer?, after: Duration)
        case fault(String)
        /// It could not offer: one that was held up for so long listens before it speaks.
        case late
        case maintenance
        case removed
        case stopped
    }

    package private(set) var instance: String
    /// It, and the others of its sync group.
    package internal(set) var members: [String]
    package let reason: String
    package let by: Operator
    package let beganAt: Instant
    package var returnAfter: Duration
    package var phase = Phase.offering
    /// Who has the addresses, and from priority 0 to its first advertisement.
    package var holder: VirtualRouter.Peer?
    package var handover: Duration?
    /// The journal's last entry of it; nil = it was another process that wrote one.
    var entry: UInt64?

    /// - Parameter names: What instances are called from now on, by what they were called.
    mutating func rename(_ names: [String: String]) {
        self.instance = names[self.instance] ?? self.instance
        self.members = self.members.map { names[$0] ?? $0 }
    }

    package var isUnderWay: Bool { if case .ended = self.phase { false } else { true } }

    var due: Instant? {
        switch self.phase {
        case .offering, .ended: nil
        case .away(let until): until
        case .returning(_, let until): until
        }
    }

    package var phaseName: String {
        switch self.phase {
        case .offering: "offering"
        case .away: "away"
        case .returning: "returning"
        case .ended: "ended"
        }
    }
}

extension Drill.End: CustomStringConvertible {
    static let lateness =
        "this node was held up for longer than its backups wait, and listens before it says anything; nothing was offered"

    package var word: String {
        switch self {
        case .notTaken: "not_taken"
        case .returned: "returned"
        case .neededEarlier: "needed_earlier"
        case .notReturned: "not_returned"
        case .fault: "fault"
        case .late: "late"
        case .maintenance: "maintenance"
        case .removed: "removed"
        case .stopped: "stopped"
        }
    }

    package var description: String {
        switch self {
        case .notTaken: "nobody took over; the addresses stayed here, without an outage"
        case .returned(let time): "master again \(time.milliseconds) ms after the return was asked for"
        case .neededEarlier(let cause): "master again before its time: \(cause)"
        case .notReturned(let own, let holder?, let after) where holder.priority >= own:
            "not master again within \(after.milliseconds) ms: its priority \(own) is not higher than the "
                + "\(holder.priority) of \(holder.address), which stays master as the configuration has it"
        case .notReturned(let own, _, let after):
            "not master again within \(after.milliseconds) ms with priority \(own); from here on the configuration decides"
        case .fault(let text): "a fault began: \(text)"
        case .late: Self.lateness
        case .maintenance: "maintenance began"
        case .removed: "a reload took the instance out of the configuration"
        case .stopped: "the agent was asked to stop"
        }
    }
}
