import Checks
import Configuration
import Failover
import TestSupport
import Testing
import VRRP

/// Maintenance, drains and drills at any moment, of nodes with guards, damping and checks that come and go; links are whole.
@Suite("Simulated orders")
struct SimulatedOrderTests {
    private static let user = Operator(name: "alice", userID: 0)
    private static let instance = "VI_1"

    private struct Setup {
        var interval: AdvertisementInterval
        var version: Version
        var policy: AllUnhealthyPolicy
        var grace: Duration?
        var damping: MoveDamping?
        var preempts: Bool
        var preemptDelay: Duration
        var weight: Int

        init(_ chance: inout SeededGenerator) {
            self.version = Bool.random(using: &chance) ? .v2 : .v3
            let centiseconds = self.version == .v2 ? 100 : [10, 100].randomElement(using: &chance) ?? 100
            self.interval = AdvertisementInterval(centiseconds: centiseconds) ?? .default
            self.policy = AllUnhealthyPolicy.allCases.randomElement(using: &chance) ?? .drop
            self.grace = Int.random(in: 0..<3, using: &chance) == 0 ? .seconds(4) : nil
            let isDamped = Int.random(in: 0..<3, using: &chance) == 0
            self.damping =
                isDamped
                ? MoveDamping(halfLife: .seconds(20), suppress: 2500, reuse: 1200, maximum: .seconds(60)) : nil
            self.preempts = Int.random(in: 0..<3, using: &chance) > 0
            self.preemptDelay = Int.random(in: 0..<4, using: &chance) == 0 ? .seconds(5) : .zero
            self.weight = [0, 0, -60].randomElement(using: &chance) ?? 0
        }

        func node(_ priority: UInt8) -> AgentConfiguration {
            var shared = Bench.check("shared")
            if self.grace != nil { shared.scope = .shared }
            let checks = [Bench.check("own", weight: self.weight), shared]
            let instance = SimulatedCluster.instance(
                SimulatedOrderTests.instance,
                priority: priority,
                version: self.version,
                interval: self.interval,
                checks: checks
            ) {
                $0.router.preempt = self.preempts
                $0.router.preemptDelay = self.preemptDelay
                $0.guards.allUnhealthy = self.policy
                $0.guards.blastRadiusGrace = self.grace
                $0.moveDamping = self.damping
            }
            return Bench.configuration([instance], checks: checks)
        }

        /// Elections, offers, graces and returns are over by then; what is damped may still wait.
        var settling: Duration {
            max(.seconds(10), self.interval.duration * 10) + self.interval.duration * 16 + self.preemptDelay
                + (self.grace ?? .zero) + .seconds(3)
        }
    }

    private static func order(_ chance: inout SeededGenerator) -> OperatorOrder {
        switch Int.random(in: 0..<8, using: &chance) {
        case 0, 1:
            let duration = [nil, Duration.seconds(2), .seconds(40)].randomElement(using: &chance) ?? nil
            let names = Bool.random(using: &chance) ? [Self.instance] : []
            return .beginMaintenance(instances: names, reason: "kernel", duration: duration, by: Self.user)
        case 2, 3: return .endMaintenance(instances: [], by: Self.user)
        case 4: return .drain(instances: [Self.instance], reason: "kernel", by: Self.user)
        case 5: return .endDrill(instance: Self.instance, by: Self.user)
        default:
            let time = Duration.seconds(Int.random(in: 1...20, using: &chance))
            return .drill(instance: Self.instance, reason: "friday", returnAfter: time, by: Self.user)
        }
    }

    private static func holders(_ cluster: SimulatedCluster) -> [Int] {
        cluster.members.indices.filter { !cluster.members[$0].addresses.isEmpty }
    }

    private static func isAway(_ index: Int, in cluster: SimulatedCluster) -> Bool {
        cluster.members[index].node.map { !$0.maintenance.isEmpty } ?? true
    }

    @Test("orders at any moment: one holder, never one in maintenance, and never two for long", arguments: 0..<24)
    func anyMoment(seed: Int) {
        var chance = SeededGenerator(seed: 77_000 + UInt64(seed))
        let setup = Setup(&chance)
        let priorities = [UInt8(200), 150, 100].prefix(Int.random(in: 2...3, using: &chance))
        var cluster = SimulatedCluster(
            priorities.map(setup.node),
            rates: priorities.map { _ in Int64.random(in: -300...300, using: &chance) },
            seed: chance.next()
        )
        cluster.maximumDelay = setup.interval.duration / 100
        for index in cluster.members.indices { cluster.start(index) }
        cluster.run(for: setup.settling)
        var several = Duration.zero
        let step = setup.interval.duration / 50
        func watch(for time: Duration) {
            let end = cluster.now + time
            while cluster.now < end {
                cluster.run(for: step)
                several = Self.holders(cluster).count > 1 ? several + step : .zero
                #expect(several <= setup.interval.duration / 5 + .milliseconds(50), "seed \(seed) \(setup)\(cluster)")
            }
        }
        for round in 0..<4 {
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                let index = Int.random(in: cluster.members.indices, using: &chance)
                switch Int.random(in: 0..<12, using: &chance) {
                case 0: cluster.restartRouter(index)
                case 1: cluster.stop(index)
                case 2: cluster.start(index)
                case 3: cluster.losePower(index)
                case 4, 5, 6:
                    cluster.setFailing(index, Set(["own", "shared"].filter { _ in Bool.random(using: &chance) }))
                default: cluster.order(index, Self.order(&chance))
                }
                watch(for: setup.interval.duration * Int.random(in: 0...200, using: &chance) / 100)
            }
            // The longest drill returns, too.
            watch(for: setup.settling + .seconds(20))
            let context = "seed \(seed), round \(round), \(setup)\(cluster)"
            let holders = Self.holders(cluster)
            for index in holders { #expect(!Self.isAway(index, in: cluster), "in maintenance: \(context)") }
            let able = cluster.members.indices.filter {
                !Self.isAway($0, in: cluster) && cluster.members[$0].failing.isEmpty
            }
            if able.isEmpty {
                #expect(holders.count <= 1, "\(context)")
            } else {
                #expect(holders.count == 1, "able \(able), holders \(holders): \(context)")
            }
            let isFit = holders.allSatisfy { cluster.members[$0].failing.isEmpty }
            if setup.weight == 0 { #expect(able.isEmpty || isFit, "able \(able), holder \(holders): \(context)") }
        }
        for index in cluster.members.indices {
            cluster.start(index)
            cluster.setFailing(index, [])
            cluster.order(index, .endMaintenance(instances: [], by: Self.user))
        }
        // Whoever was stopping is started again, and damping ends.
        watch(for: setup.settling)
        for index in cluster.members.indices { cluster.start(index) }
        watch(for: setup.settling + .seconds(20) + (setup.damping?.maximum ?? .zero) * 2)
        let last = Self.holders(cluster)
        #expect(last.count == 1, "seed \(seed), at last \(setup)\(cluster)")
        if setup.preempts { #expect(last == [0], "seed \(seed), at last \(setup)\(cluster)") }
        #expect(cluster.violations.isEmpty, "seed \(seed)")
    }
}
