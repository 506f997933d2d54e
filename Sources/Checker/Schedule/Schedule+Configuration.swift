import Checks

extension Schedule {
    /// Stops what is gone or changed, leaves alone what is the same, and starts the rest. Checks in mode `disabled`
    /// are none; a check that requires one of them, or one that is not there, does not wait for it.
    ///
    /// - Parameters:
    ///   - grace: How long the router bears a checker that says nothing, beyond what a check's schedule says.
    ///   - renewing: Checks that begin anew even if they are the same; what is known of them stays.
    /// - Returns: How many checks began, or began anew.
    @discardableResult
    mutating func adopt(
        _ definitions: [CheckDefinition],
        concurrency: Int,
        grace: Duration,
        renewing: Set<String> = [],
        at now: Instant
    ) -> Int {
        self.places.setLimit(concurrency)
        let enabled = definitions.filter { $0.mode != .disabled }
        let wanted = Set(enabled.map(\.name))
        for (name, id) in self.ids.sorted(by: { $0.value < $1.value }) where !wanted.contains(name) {
            self.remove(id, at: now)
        }
        var seen: Set<String> = []
        var started = 0
        for definition in enabled where seen.insert(definition.name).inserted {
            let isRenewed = renewing.contains(definition.name)
            if self.adopt(definition, grace: grace, isRenewed: isRenewed, index: started, at: now) { started += 1 }
        }
        self.resolveRequirements()
        for id in self.entries.indices { self.reviewGate(of: id, at: now) }
        self.fillPlaces(at: now)
        return started
    }

    /// - Returns: Whether the check begins, or begins anew.
    private mutating func adopt(
        _ definition: CheckDefinition,
        grace: Duration,
        isRenewed: Bool,
        index: Int,
        at now: Instant
    ) -> Bool {
        let period = Self.lifePeriod(of: definition.schedule, grace: grace)
        guard let id = self.ids[definition.name] else {
            self.begin(definition, period: period, index: index, at: now)
            return true
        }
        let entry = self.entries[id]
        self.entries[id].lifePeriod = period
        if !entry.isGone, !isRenewed, definition.runsLike(entry.definition) {
            self.entries[id].definition = definition
            self.entries[id].cycle.adopt(definition)
            return false
        }
        let isSame = !entry.isGone && definition.asksTheSame(as: entry.definition)
        var health = isSame ? entry.cycle.health : nil
        health?.adopt(definition)
        let pace = self.pace(definition, id: id, index: index, at: now)
        let step = self.entries[id].cycle.restart(definition, health: health, pace: pace, at: now)
        self.entries[id].definition = definition
        self.entries[id].isLimited = definition.startsProcesses
        self.entries[id].isGone = false
        if !isSame {
            self.entries[id].life = SignOfLife()
            self.actions.append(.health(check: definition.name, .unknown))
        }
        self.follow(step, of: id, at: now)
        self.actions.append(.define(id: id, definition))
        return true
    }

    private mutating func begin(_ definition: CheckDefinition, period: Duration, index: Int, at now: Instant) {
        let id = self.free.popLast() ?? self.entries.count
        let pace = self.pace(definition, id: id, index: index, at: now)
        self.ids[definition.name] = id
        let entry = Entry(
            definition: definition,
            isLimited: definition.startsProcesses,
            cycle: CheckCycle(definition, health: nil, pace: pace, at: now),
            lifePeriod: period
        )
        if id == self.entries.count { self.entries.append(entry) } else { self.entries[id] = entry }
        self.actions.append(.define(id: id, definition))
        self.actions.append(.health(check: definition.name, definition.initialHealth))
        self.rearm(id)
    }

    private func pace(_ definition: CheckDefinition, id: Int, index: Int, at now: Instant) -> Pace {
        // Multiples of the golden ratio spread any number of checks evenly.
        let spread = (Double(index) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
        return Pace(definition.schedule, start: now, spread: spread, seed: self.seed &+ UInt64(id) &* 0x2545_f491)
    }

    private mutating func remove(_ id: Int, at now: Instant) {
        guard !self.entries[id].isGone else { return }
        let name = self.entries[id].definition.name
        var step = CheckCycle.Step()
        self.entries[id].cycle.abandon(at: now, in: &step)
        self.entries[id].isGone = true
        self.follow(step, of: id, at: now)
        self.actions.append(.health(check: name, nil))
        self.actions.append(.remove(id: id))
        if self.entries[id].cycle.unended == nil { self.drop(id) }
    }

    mutating func drop(_ id: Int) {
        self.due.set(id, to: nil)
        self.ids[self.entries[id].definition.name] = nil
        self.free.append(id)
    }

    private mutating func resolveRequirements() {
        for id in self.entries.indices {
            self.entries[id].dependants = []
            self.entries[id].requires = []
            self.entries[id].members = []
        }
        for id in self.entries.indices where !self.entries[id].isGone {
            let definition = self.entries[id].definition
            let requires = self.running(definition.requires)
            let members = self.running(CompositePlugin.members(of: definition.options, kind: definition.kind) ?? [])
            self.entries[id].requires = requires
            self.entries[id].members = members
            for required in requires { self.entries[required].dependants.append(id) }
            for member in members where !requires.contains(member) { self.entries[member].dependants.append(id) }
        }
    }

    private func running(_ names: [String]) -> [Int] {
        names.compactMap { self.ids[$0] }.filter { !self.entries[$0].isGone }
    }

    /// The router takes a check for overdue after two intervals, its timeout and the grace. A run may take all of its
    /// timeout, and its report wait a third of this besides.
    static func lifePeriod(of schedule: CheckSchedule, grace: Duration) -> Duration {
        min(SignOfLife.period, schedule.interval + max(.zero, grace) / 2)
    }
}
