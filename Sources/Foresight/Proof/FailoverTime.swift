package import Checks
package import Configuration
import Failover
import VRRP

/// How long a failover may take, at worst.
package enum FailoverTime {
    /// From the failure to the health that it leads to: a run that has just begun misses it, then `fall` of them must
    /// fail, or `rise` pass, and the last may take its whole timeout. The end of a watched process and a change of a
    /// composite's members start a run at once. A composite waits for the slowest of its members first.
    ///
    /// - Parameters:
    ///   - definition: nil = the link of an interface, which the kernel tells at once.
    ///   - health: What it comes to: up or down.
    ///   - checks: Those of the node, by their names.
    package static func detection(
        _ definition: CheckDefinition?,
        to health: Health = .down,
        among checks: [String: CheckDefinition] = [:],
        cannotRun: Bool = false
    ) -> Duration {
        definition.map { self.detection($0, health, checks, cannotRun, depth: 0) } ?? .zero
    }

    /// More composites of composites than anybody writes; a configuration has no circle of them.
    private static let depth = 8

    private static func detection(
        _ definition: CheckDefinition,
        _ health: Health,
        _ checks: [String: CheckDefinition],
        _ cannotRun: Bool,
        depth: Int
    ) -> Duration {
        let schedule = definition.schedule
        let names = CompositePlugin.members(of: definition.options, kind: definition.kind)
        var members = Duration.zero
        if let names, depth < self.depth {
            let opposite: Health = health == .up ? .down : .up
            let memberHealth = definition.kind == NotPlugin.kind && !cannotRun ? opposite : health
            for member in names.compactMap({ checks[$0] }) {
                members = max(members, self.detection(member, memberHealth, checks, cannotRun, depth: depth + 1))
            }
        }
        if cannotRun {
            switch definition.onUnknown {
            case .fail: break
            case .hold(let time): return members + schedule.interval + schedule.timeout + time
            case .ignore: return members + schedule.interval + schedule.timeout
            }
        }
        func longest(_ interval: Duration) -> Duration { interval + interval * schedule.jitter / 100 }
        let count = health == .up ? schedule.rise : schedule.fall
        let further = longest(schedule.fastInterval ?? schedule.interval) * (count - 1)
        let isWatched = definition.kind == ProcessPlugin.kind && health == .down && !cannotRun
        if names != nil || isWatched { return members + further }
        let quiet = health == .up ? schedule.downInterval ?? schedule.interval : schedule.interval
        return longest(quiet) + further + schedule.timeout
    }

    /// From the resignation of a master in fault to its successor: a skew.
    package static func afterFault(
        to successor: CandidateStanding,
        _ instance: InstanceConfiguration,
        master: InstanceConfiguration
    )
        -> Duration
    {
        Self.timing(successor, instance, master).skewTime
    }

    /// From the moment when a master's priority falls below a backup's to the backup taking over. The backup lets the
    /// master down interval pass, or a skew with `fast_preempt`, or its `preempt_delay`.
    package static func afterWeight(
        to successor: CandidateStanding,
        _ instance: InstanceConfiguration,
        master: InstanceConfiguration
    ) -> Duration {
        let timing = Self.timing(successor, instance, master)
        let isOwner = instance.router.basePriority == .owner
        if instance.router.preemptDelay > .zero, !isOwner { return instance.router.preemptDelay }
        return instance.router.fastPreempt ? timing.skewTime : timing.masterDownInterval
    }

    private static func timing(
        _ successor: CandidateStanding,
        _ instance: InstanceConfiguration,
        _ master: InstanceConfiguration
    ) -> Timing {
        let router = instance.router
        // Version 3 learns the master's interval, version 2 has its own.
        let interval =
            switch router.version {
            case .v2: router.advertisementInterval
            case .v3: master.router.advertisementInterval
            }
        return Timing(
            version: router.version,
            priority: Priority(rawValue: UInt8(clamping: successor.effective)),
            masterInterval: interval,
            advertisements: router.masterDownAdvertisements
        )
    }
}
