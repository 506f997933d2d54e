import Checks
import Configuration
import VRRP

/// `blast_radius_guard`: a master withholds what a shared check reports until every node must have noticed what fails for all.
///
/// Only a master does. A backup counts it at once: else it would seem healthy to a master whose grace is over, and take what that
/// one offers, although it fails as well.
extension Node {
    /// Whether the instance's guard is for this check.
    func isGuarded(_ check: String, on index: Int) -> Bool {
        self.isGuarded(check, on: self.instances[index].configuration)
    }

    func isGuarded(_ check: String, on configuration: InstanceConfiguration) -> Bool {
        configuration.guards.blastRadiusGrace != nil && self.checks[check]?.definition.scope == .shared
    }

    /// Looks at all shared checks of an instance for graces that begin or end.
    mutating func reviewGraces(of index: Int, at now: Instant) {
        let instance = self.instances[index]
        guard !instance.graces.isEmpty || instance.configuration.guards.blastRadiusGrace != nil else { return }
        let tracked = instance.configuration.trackedChecks
        let names = Set(tracked.map(\.name))
        self.instances[index].usedGraces = instance.usedGraces.filter { names.contains($0.key) }
        for name in instance.graces.keys where !names.contains(name) || !self.isGuarded(name, on: index) {
            self.instances[index].graces[name] = nil
        }
        for tracked in tracked { self.reviewGrace(of: tracked, index, at: now) }
    }

    /// The same for one check that may have changed.
    mutating func reviewGrace(of tracked: TrackedCheck, _ index: Int, at now: Instant) {
        guard let time = self.instances[index].configuration.guards.blastRadiusGrace,
            self.isGuarded(tracked.name, on: index), self.checks[tracked.name]?.isObserved == false
        else { return }
        let effect = Self.worth(self.standing(of: tracked), tracked.weight)
        let name = self.instances[index].name
        guard let grace = self.instances[index].graces[tracked.name] else {
            self.beginGrace(of: tracked, index, effect, lasting: time, at: now)
            return
        }
        if effect >= Self.worth(grace.before, tracked.weight) {
            self.instances[index].graces[tracked.name] = nil
            let left = max(.zero, grace.until - now)
            self.instances[index].usedGraces[tracked.name] = UsedGrace(time: max(.zero, time - left), endedAt: now)
            if !grace.isOver { self.record(.withheldEnded(check: tracked.name), of: name, at: now) }
        } else if !grace.isOver, grace.until <= now || !self.withholds(index) {
            self.instances[index].graces[tracked.name]?.isOver = true
            self.cause = grace.entry ?? self.cause
            self.record(.withheldCounts(check: tracked.name), of: name, at: now)
        }
    }

    private mutating func beginGrace(
        of tracked: TrackedCheck,
        _ index: Int,
        _ effect: Worth,
        lasting time: Duration,
        at now: Instant
    ) {
        guard self.instances[index].gate == nil, self.withholds(index),
            let old = self.instances[index].ledger.contributions.first(where: { $0.source == .check(tracked.name) })
        else { return }
        let before = CheckState.Standing(health: old.health, score: old.score)
        guard effect < Self.worth(before, tracked.weight) else { return }
        let left = max(.zero, time - self.usedGrace(of: tracked.name, index, lasting: time, at: now))
        let isOver = left == .zero
        self.record(
            isOver ? .withheldCounts(check: tracked.name) : .withheld(check: tracked.name, for: left),
            of: self.instances[index].name,
            at: now
        )
        self.instances[index].graces[tracked.name] = Grace(
            before: before,
            since: now,
            until: now + left,
            isOver: isOver,
            entry: self.cause
        )
    }

    /// What the last grace of this check has used of the one that begins: nothing, if it has passed for as long as a grace.
    private func usedGrace(of check: String, _ index: Int, lasting time: Duration, at now: Instant) -> Duration {
        guard let used = self.instances[index].usedGraces[check], now - used.endedAt < time else { return .zero }
        return used.time
    }

    /// Whether it has addresses to keep.
    private func withholds(_ index: Int) -> Bool {
        self.instances[index].holdsAddresses || self.instances[index].resumption == .master
    }

    /// Counts what was withheld long enough.
    mutating func endGraces(_ index: Int, at now: Instant) {
        guard let end = self.instances[index].graceEnd, end <= now else { return }
        guard self.phase == .running, !self.instances[index].isLeaving else {
            self.instances[index].graces = [:]
            return
        }
        self.cause = nil
        self.evaluate(index, at: now)
    }

    /// How well a check lets an instance stand: a fault is worse than any priority.
    private struct Worth: Comparable {
        var isFault: Bool
        var delta: Int

        static func < (left: Worth, right: Worth) -> Bool {
            left.isFault == right.isFault ? left.delta < right.delta : left.isFault
        }
    }

    private static func worth(_ standing: CheckState.Standing, _ weight: CheckWeight) -> Worth {
        let effect = weight.effect(of: standing.health, score: standing.score)
        return Worth(isFault: effect.fault, delta: effect.delta)
    }
}

extension Instance {
    /// When the first of its graces is over.
    var graceEnd: Instant? { self.graces.values.lazy.filter { !$0.isOver }.map(\.until).min() }
}
