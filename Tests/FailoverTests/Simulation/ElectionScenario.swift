import TestSupport

import Checks
import Configuration
import Failover
import VRRP

/// One seed: a cluster, some rounds of trouble, each with a quiet end at which everything must be in order, and a last
/// takeover that is timed.
struct ElectionScenario {
    let seed: UInt64
    private var chance: SeededGenerator
    private(set) var cluster: SimulatedCluster
    /// What was wrong, in the order it was found.
    private(set) var findings: [String] = []
    private let preempts: Bool
    private let interval: AdvertisementInterval
    private let version: Version
    private let preemptDelay: Duration
    /// A damped node is better than the master, and waits.
    private let bestMustWin: Bool

    /// - Parameter isDamped: With `move_damping` on all nodes, of random settings.
    init(seed: UInt64, isDamped: Bool = false) {
        self.seed = seed
        var chance = SeededGenerator(seed: seed &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        let version: Version = Bool.random(using: &chance) ? .v2 : .v3
        let centiseconds = version == .v2 ? 100 : [1, 10, 100].randomElement(using: &chance) ?? 100
        let interval = AdvertisementInterval(centiseconds: centiseconds) ?? .default
        self.preempts = Int.random(in: 0..<3, using: &chance) > 0
        let isDelayed = Int.random(in: 0..<4, using: &chance) == 0
        self.preemptDelay = isDelayed ? interval.duration * 4 : .zero
        let isSigned = Int.random(in: 0..<4, using: &chance) == 0
        self.version = version
        self.interval = interval
        let count = Int.random(in: 2...5, using: &chance)
        var configurations: [AgentConfiguration] = []
        for _ in 0..<count {
            configurations.append(
                Self.configuration(
                    version: version,
                    interval: interval,
                    preempts: self.preempts,
                    preemptDelay: self.preemptDelay,
                    isSigned: isSigned,
                    &chance
                )
            )
        }
        self.bestMustWin = self.preempts && !isDamped
        if isDamped {
            let damping = Self.damping(seed: seed)
            for index in configurations.indices { configurations[index].instances[0].moveDamping = damping }
        }
        let rates = (0..<count).map { _ in Int64.random(in: -500...500, using: &chance) }
        self.cluster = SimulatedCluster(configurations, rates: rates, seed: chance.next())
        self.cluster.maximumDelay = interval.duration / 50
        self.chance = chance
    }

    private static func damping(seed: UInt64) -> MoveDamping {
        var chance = SeededGenerator(seed: seed &+ 1_000_003)
        let suppress = Int.random(in: 100...4000, using: &chance)
        return MoveDamping(
            halfLife: .seconds(Int.random(in: 1...300, using: &chance)),
            suppress: suppress,
            reuse: Int.random(in: 1..<suppress, using: &chance),
            maximum: .seconds(Int.random(in: 1...1200, using: &chance))
        )
    }

    private static func configuration(
        version: Version,
        interval: AdvertisementInterval,
        preempts: Bool,
        preemptDelay: Duration,
        isSigned: Bool,
        _ chance: inout SeededGenerator
    ) -> AgentConfiguration {
        // A weight of zero makes a fault of a failure.
        let weight = [0, -30, -100, 20].randomElement(using: &chance) ?? 0
        let check = Bench.check("web", weight: weight)
        let instance = SimulatedCluster.instance(
            priority: .random(in: 1...254, using: &chance),
            version: version,
            interval: interval,
            checks: [check]
        ) {
            $0.router.preempt = preempts
            $0.router.preemptDelay = preemptDelay
            $0.router.fastPreempt = Bool.random(using: &chance)
            if isSigned, let key = MessageKey(identifier: 1, bytes: [UInt8](repeating: 7, count: 32)) {
                $0.router.messageAuthentication = MessageAuthentication(keys: [key], activeKey: key)
            }
        }
        return Bench.configuration([instance], checks: [check])
    }

    /// As long as anything can take once nothing happens any more: a master down interval at the worst skew, what a
    /// preemption waits for, and as much again for the loser of a race.
    private var settlingTime: Duration {
        let timing = Timing(version: self.version, priority: Priority(rawValue: 1), masterInterval: self.interval)
        return timing.masterDownInterval * 2 + self.preemptDelay + self.interval.duration * 2
    }

    mutating func run() {
        for index in self.cluster.members.indices {
            self.cluster.start(index)
            self.cluster.run(for: self.interval.duration * Int.random(in: 0...10, using: &self.chance) / 10)
        }
        for round in 0..<3 {
            for _ in 0..<Int.random(in: 1...6, using: &self.chance) {
                self.disturb()
                self.cluster.run(for: self.interval.duration * Int.random(in: 0...25, using: &self.chance) / 10)
            }
            self.cluster.loss = 0
            self.cluster.run(for: self.settlingTime)
            self.judge("round \(round)")
        }
        self.recover()
        self.cluster.run(for: self.settlingTime)
        self.judge("recovered")
        self.takeOver()
        self.findings += self.cluster.violations
    }

    private mutating func judge(_ moment: String) {
        for segment in Set(self.cluster.members.map(\.segment)).sorted() {
            let fault = self.cluster.fault(in: segment, bestMustWin: self.bestMustWin)
            if let fault { self.findings.append("\(moment), segment \(segment): \(fault)") }
        }
    }

    private mutating func disturb() {
        let index = Int.random(in: self.cluster.members.indices, using: &self.chance)
        switch Int.random(in: 0..<14, using: &self.chance) {
        case 0: self.cluster.loss = Int.random(in: 0...600, using: &self.chance)
        case 1, 2: self.cluster.move(index, toSegment: Int.random(in: 0...1, using: &self.chance))
        case 3: self.cluster.freeze(index)
        case 4, 5: self.cluster.thaw(index)
        case 6: self.cluster.losePower(index)
        case 7, 8: self.cluster.start(index)
        case 9: self.cluster.stop(index)
        case 10: self.cluster.restartRouter(index)
        case 11:
            let priority = Priority(rawValue: .random(in: 1...254, using: &self.chance))
            self.cluster.reload(index) { $0.router.basePriority = priority }
        default: self.cluster.setHealth(index, Bool.random(using: &self.chance))
        }
    }

    /// One link, every node on it and well.
    private mutating func recover() {
        self.cluster.clearNetwork()
        for index in self.cluster.members.indices { self.cluster.thaw(index) }
        // Whoever was leaving has left by then.
        self.cluster.run(for: self.settlingTime)
        for index in self.cluster.members.indices {
            self.cluster.start(index)
            self.cluster.setHealth(index, true)
        }
    }

    /// The master vanishes. Who comes after it must be there as soon as the RFC says: three intervals and its skew
    /// after it heard the master last, or its skew after the master said that it leaves.
    private mutating func takeOver() {
        guard
            let master = self.cluster.members.indices.first(where: { self.cluster.members[$0].state == .master })
        else { return }
        let says = Bool.random(using: &self.chance)
        let began = self.cluster.now
        if says {
            self.cluster.stop(master)
        } else if Bool.random(using: &self.chance) {
            self.cluster.freeze(master)
        } else {
            self.cluster.losePower(master)
        }
        let rest = self.cluster.candidates(in: 0).filter { $0 != master }
        guard let successor = rest.max(by: { self.cluster.priority($0) < self.cluster.priority($1) }) else { return }
        let timing = Timing(
            version: self.version,
            priority: Priority(rawValue: self.cluster.priority(successor)),
            masterInterval: self.interval
        )
        let bound = (says ? timing.skewTime : timing.masterDownInterval) + self.cluster.maximumDelay * 2
        // Half a thousandth for its clock.
        let allowed = bound + bound / 2000 + .microseconds(10)
        self.cluster.run(for: self.settlingTime)
        self.judge("after the takeover")
        let first = rest.compactMap { self.cluster.members[$0].becameMaster }.filter { $0 >= began }.min()
        guard let first else {
            self.findings.append("nobody took over from \(master)")
            return
        }
        if first - began > allowed {
            self.findings.append("took over after \(first - began), allowed are \(allowed)")
        }
    }
}
