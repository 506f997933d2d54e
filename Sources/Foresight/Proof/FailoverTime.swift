package import Checks
package import Configuration
import Failover
import VRRP

/// How long a failover may take, at worst.
package enum FailoverTime {
    /// From the failure to the health `down`: a run that has just begun misses it, then `fall` of them must fail, and
    /// the last may take its whole timeout. A watched process is known to have ended at once.
    ///
    /// - Parameter definition: nil = the link of an interface, which the kernel tells at once.
    package static func detection(_ definition: CheckDefinition?, cannotRun: Bool = false) -> Duration {
        guard let definition else { return .zero }
        let schedule = definition.schedule
        if cannotRun {
            switch definition.onUnknown {
            case .fail: break
            case .hold(let time): return schedule.interval + schedule.timeout + time
            case .ignore: return schedule.interval + schedule.timeout
            }
        }
        if definition.kind == ProcessPlugin.kind, !cannotRun { return .zero }
        let interval = schedule.interval + schedule.interval * schedule.jitter / 100
        guard let fast = schedule.fastInterval else { return interval * schedule.fall + schedule.timeout }
        return interval + (fast + fast * schedule.jitter / 100) * (schedule.fall - 1) + schedule.timeout
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
            priority: successor.ledger.effective,
            masterInterval: interval,
            advertisements: router.masterDownAdvertisements
        )
    }
}
