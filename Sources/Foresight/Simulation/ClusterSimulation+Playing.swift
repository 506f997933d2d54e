import Checks
import Configuration
import Failover
import VRRP

extension ClusterSimulation {
    /// Plays a scenario from the start of all nodes on.
    package static func play(_ scenario: Scenario, of cluster: Cluster) -> Timeline {
        var simulation = ClusterSimulation(cluster)
        let hasBegun = simulation.settle() && simulation.settle(with: scenario.beginning)
        simulation.begin()
        return simulation.play(scenario, hasBegun: hasBegun)
    }

    /// Starts all nodes and plays until nothing changes any more.
    ///
    /// - Returns: false where that does not happen.
    package mutating func settle() -> Bool {
        for node in self.machines.indices {
            // The hosts have been up for long; their agents are started one after the other, so that of equal ones the
            // first has the addresses, whatever addresses are made up here.
            self.machines[node].hasPower = true
            self.start(node)
            self.run(until: self.now + Self.delay * 2)
        }
        return self.runUntilQuiet()
    }

    private mutating func settle(with incidents: [Incident]) -> Bool {
        guard !incidents.isEmpty else { return true }
        for incident in incidents { self.apply(incident) }
        self.lastChange = self.now
        return self.runUntilQuiet()
    }

    /// Sets time 0: every check has just run. It is the worst moment for an incident where the first router's master has
    /// just advertised, too.
    ///
    /// - Parameter time: How long ago that was.
    package mutating func begin(afterAdvertisement time: Duration = Self.delay) {
        let last = self.lastTransmission
        let end = self.now + .seconds(41)
        while self.lastTransmission == last, self.now < end, let next = self.nextEvent, next <= end {
            self.run(until: next)
        }
        self.run(until: self.now + time)
        self.alignChecks()
        self.run(until: self.now)
        self.lastChange = self.now
        self.reviewServices()
        self.recorder.begin(at: self.now)
    }

    package mutating func play(_ scenario: Scenario, hasBegun: Bool = true) -> Timeline {
        let origin = self.now
        let steps = scenario.steps.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        for (_, step) in steps {
            self.run(until: origin + step.at)
            self.apply(step.incident)
            self.lastChange = self.now
        }
        if let duration = scenario.duration {
            self.run(until: origin + duration)
            return self.recorder.finish(at: self.now, isSettled: hasBegun)
        }
        let hasEnded = self.runUntilQuiet()
        self.noteDamping()
        // What is shown ends when the last change has become visible.
        let tail = max(.seconds(1), (self.lastChange - origin) / 8)
        return self.recorder.finish(at: min(self.now, self.lastChange + tail), isSettled: hasBegun && hasEnded)
    }

    /// Plays until nothing has changed for as long as anything could take.
    private mutating func runUntilQuiet() -> Bool {
        let quiet = self.longestSilence
        let calm = self.now + Self.dampingLimit
        let end = self.now + quiet * 20 + min(self.longestDamping, Self.dampingLimit)
        while self.now < end {
            // What is damped returns after that.
            let until = min(self.dampedUntil ?? self.now, calm)
            let wanted = min(max(self.lastChange, self.now, until) + quiet, end)
            let before = self.lastChange
            self.run(until: wanted)
            if self.lastChange == before, self.now - before >= quiet { return true }
        }
        return false
    }

    /// For so long the end of damping is waited for.
    private static let dampingLimit = Duration.seconds(600)

    /// What goes on after the end of what is played.
    private mutating func noteDamping() {
        for node in self.machines.indices {
            for instance in self.machines[node].node?.instances ?? [] {
                guard let until = instance.damping?.spell?.until, until > self.now else { continue }
                let left = (until - self.now).milliseconds / 1000
                self.recorder.note(
                    "\(instance.name) of \(self.cluster.nodes[node].name) is damped for about \(left) s more, which is not played: "
                        + "--for plays as long as it says"
                )
            }
        }
    }

    private var longestDamping: Duration {
        self.machines.flatMap(\.configuration.instances).compactMap(\.moveDamping?.maximum).max() ?? .zero
    }

    /// When the last of the nodes is damped no more; nil = none is.
    private var dampedUntil: Instant? {
        self.machines.compactMap { machine in
            machine.node?.instances.compactMap { $0.damping?.spell?.until }.max()
        }.max()
    }

    /// After so long without a change there will be none.
    private var longestSilence: Duration {
        var longest = Duration.zero
        for machine in self.machines {
            let configuration = machine.configuration
            var time =
                configuration.global.startupTimeout + configuration.global.startupDelay
                + configuration.global.delayAfterBoot + configuration.global.checkerGrace
            for instance in configuration.instances {
                let settings = instance.router
                let interval = settings.advertisementInterval.duration
                let down = (interval * (settings.masterDownAdvertisements + 1) + .seconds(1)) * 2
                time = max(time, down + settings.preemptDelay + configuration.global.startupDelay)
                // A node that does not preempt may take over at the next offer of one whose checks have failed.
                if instance.guards.allUnhealthy != .drop || instance.guards.blastRadiusGrace != nil {
                    time +=
                        LastResort.offerInterval(settings.advertisementInterval) + down
                        + (instance.guards.blastRadiusGrace ?? .zero)
                }
            }
            let checks = configuration.checks.map { check -> Duration in
                let schedule = check.schedule
                let results = min(max(schedule.rise, schedule.fall, schedule.window?.results ?? 1), 1_000_000) + 1
                var time = schedule.longestInterval * results + schedule.timeout + (schedule.startOffset ?? .zero)
                if case .hold(let hold) = check.onUnknown { time += hold }
                return time
            }
            let links = configuration.global.links.delays.values.map { max($0.up, $0.down) }
            longest = max(longest, time + (checks.max() ?? .zero) + (links.max() ?? .zero))
        }
        return min(longest, .seconds(86_400))
    }
}
