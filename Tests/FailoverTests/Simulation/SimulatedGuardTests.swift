import Checks
import Configuration
import Failover
import TestSupport
import Testing
import VRRP

/// `all_unhealthy` between whole nodes whose checks come and go while all links are whole.
@Suite("Simulated guards")
struct SimulatedGuardTests {
    private static let names = ["a", "b", "c"]

    private struct Setup {
        var policy: AllUnhealthyPolicy
        var interval: AdvertisementInterval
        var version: Version
        var preempts: Bool
        var isFast: Bool
        /// The check a is of scope shared, and guarded.
        var grace: Duration?

        init(_ policy: AllUnhealthyPolicy, _ chance: inout SeededGenerator) {
            self.policy = policy
            self.version = Bool.random(using: &chance) ? .v2 : .v3
            let centiseconds = self.version == .v2 ? 100 : [10, 100].randomElement(using: &chance) ?? 100
            self.interval = AdvertisementInterval(centiseconds: centiseconds) ?? .default
            self.preempts = Int.random(in: 0..<3, using: &chance) > 0
            self.isFast = Bool.random(using: &chance)
        }

        func node(_ priority: UInt8) -> AgentConfiguration {
            let checks = SimulatedGuardTests.names.map { name in
                var check = Bench.check(name)
                if name == "a", self.grace != nil { check.scope = .shared }
                return check
            }
            let instance = SimulatedCluster.instance(
                priority: priority,
                version: self.version,
                interval: self.interval,
                checks: checks
            ) {
                $0.router.preempt = self.preempts
                $0.router.fastPreempt = self.isFast
                $0.guards.allUnhealthy = self.policy
                $0.guards.blastRadiusGrace = self.grace
            }
            return Bench.configuration([instance], checks: checks)
        }

        /// Any election is over by then, and an offer to a healthy node has been made.
        var settling: Duration {
            max(.seconds(10), self.interval.duration * 10) + self.interval.duration * 12 + .seconds(3)
        }
    }

    private static func holders(_ cluster: SimulatedCluster) -> [Int] {
        cluster.members.indices.filter { !cluster.members[$0].addresses.isEmpty }
    }

    /// Lets time pass and notes for how long nobody, and for how long several, had the address.
    private static func watch(
        _ cluster: inout SimulatedCluster,
        for time: Duration,
        step: Duration,
        _ longest: inout (nobody: Duration, several: Duration),
        _ current: inout (nobody: Duration, several: Duration)
    ) {
        let end = cluster.now + time
        while cluster.now < end {
            cluster.run(for: step)
            let count = Self.holders(cluster).count
            current.nobody = count == 0 ? current.nobody + step : .zero
            current.several = count > 1 ? current.several + step : .zero
            longest.nobody = max(longest.nobody, current.nobody)
            longest.several = max(longest.several, current.several)
        }
    }

    @Test(
        "what fails for all moves nothing, and what fails for the holder alone moves after the grace",
        arguments: 0..<40
    )
    func shared(seed: Int) {
        var chance = SeededGenerator(seed: UInt64(1000 + seed))
        var setup = Setup(.drop, &chance)
        setup.grace = setup.interval.duration * 5 + .seconds(2)
        let priorities = [UInt8(200), 150, 100].prefix(Int.random(in: 2...3, using: &chance))
        var cluster = SimulatedCluster(
            priorities.map(setup.node),
            rates: priorities.map { _ in Int64.random(in: -300...300, using: &chance) },
            seed: chance.next()
        )
        cluster.maximumDelay = setup.interval.duration / 100
        for index in cluster.members.indices { cluster.start(index) }
        cluster.run(for: setup.settling)
        var longest = (nobody: Duration.zero, several: Duration.zero)
        var current = longest
        let step = max(.milliseconds(1), setup.interval.duration / 100)
        for _ in 0..<3 {
            let holder = Self.holders(cluster).first ?? 0
            // All nodes notice within the grace, in any order.
            for index in cluster.members.indices.shuffled(using: &chance) {
                cluster.setFailing(index, ["a"])
                Self.watch(
                    &cluster,
                    for: .milliseconds(Int.random(in: 0...600, using: &chance)),
                    step: step,
                    &longest,
                    &current
                )
                if Int.random(in: 0..<4, using: &chance) == 0 { cluster.restartRouter(index) }
                #expect(Self.holders(cluster) == [holder], "seed \(seed)\(cluster)")
            }
            Self.watch(&cluster, for: (setup.grace ?? .zero) + setup.settling, step: step, &longest, &current)
            #expect(Self.holders(cluster) == [holder], "seed \(seed), failing for all\(cluster)")
            #expect(longest.several == .zero)
            // It passes again for one of the others: that one takes over. Then for all.
            let other = cluster.members.indices.filter { $0 != holder }.randomElement(using: &chance) ?? 1
            cluster.setFailing(other, [])
            Self.watch(&cluster, for: setup.settling, step: step, &longest, &current)
            #expect(Self.holders(cluster) == [other], "seed \(seed), passing for \(other)\(cluster)")
            for index in cluster.members.indices { cluster.setFailing(index, []) }
            Self.watch(&cluster, for: setup.settling, step: step, &longest, &current)
            longest.several = .zero
        }
        #expect(longest.nobody == .zero, "seed \(seed)\(cluster)")
        #expect(cluster.violations.isEmpty, "seed \(seed)")
    }

    @Test(
        "the address always has a holder, two only for a packet's time, and a healthy one if there is one",
        arguments: [AllUnhealthyPolicy.best, .hold],
        0..<40
    )
    func alwaysHeld(policy: AllUnhealthyPolicy, seed: Int) {
        var chance = SeededGenerator(seed: UInt64(seed) &* 2 &+ (policy == .best ? 0 : 1))
        let setup = Setup(policy, &chance)
        let priorities = [UInt8(200), 150, 100, 50].prefix(Int.random(in: 2...4, using: &chance))
        var cluster = SimulatedCluster(
            priorities.map(setup.node),
            rates: priorities.map { _ in Int64.random(in: -300...300, using: &chance) },
            seed: chance.next()
        )
        cluster.maximumDelay = setup.interval.duration / 100
        for index in cluster.members.indices { cluster.start(index) }
        cluster.run(for: setup.settling)
        #expect(Self.holders(cluster).count == 1)
        var longest = (nobody: Duration.zero, several: Duration.zero)
        var current = longest
        let step = max(.milliseconds(1), setup.interval.duration / 100)
        for round in 0..<4 {
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                let index = Int.random(in: cluster.members.indices, using: &chance)
                switch Int.random(in: 0..<8, using: &chance) {
                case 0: cluster.restartRouter(index)
                default: cluster.setFailing(index, Set(Self.names.filter { _ in Bool.random(using: &chance) }))
                }
                let pause = setup.interval.duration * Int.random(in: 0...300, using: &chance) / 100
                Self.watch(&cluster, for: pause, step: step, &longest, &current)
            }
            Self.watch(&cluster, for: setup.settling, step: step, &longest, &current)
            let holders = Self.holders(cluster)
            let context = "seed \(seed), round \(round), \(setup)\(cluster)"
            guard holders.count == 1 else {
                Issue.record("holders \(holders): \(context)")
                return
            }
            let failures = cluster.members.map(\.failing.count)
            #expect(failures[holders[0]] == 0 || !failures.contains(0), "a healthy node waits: \(context)")
            if policy == .best, setup.preempts {
                #expect(failures[holders[0]] == failures.min(), "not the best of the bad: \(context)")
            }
        }
        #expect(longest.nobody == .zero, "seed \(seed), \(setup)\(cluster)")
        // A master that has just been elected is heard after a packet's time, and what it takes is let go 5 ms later.
        #expect(longest.several <= setup.interval.duration / 20 + .milliseconds(20), "seed \(seed), \(setup)\(cluster)")
        #expect(cluster.violations.isEmpty, "seed \(seed), \(setup)")
    }
}
