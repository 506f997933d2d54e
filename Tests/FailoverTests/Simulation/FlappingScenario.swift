import TestSupport

import Checks
import Configuration
import Failover
import VRRP

/// One seed: nodes with random `move_damping`, one of which has a check that flaps while the others are well, and then a
/// holder that fails, and one that gets worse while the best is failing.
struct FlappingScenario {
    private var chance: SeededGenerator
    private(set) var cluster: SimulatedCluster
    private(set) var findings: [String] = []
    private(set) var flaps = 0
    private let damping: MoveDamping
    private let count: Int
    private static let interval = AdvertisementInterval.default

    init(seed: UInt64) {
        var chance = SeededGenerator(seed: seed &* 0x9e37_79b9_7f4a_7c15 &+ 11)
        let suppress = Int.random(in: 1500...6000, using: &chance)
        let halfLife = Duration.seconds(Int.random(in: 10...600, using: &chance))
        let damping = MoveDamping(
            halfLife: halfLife,
            suppress: suppress,
            reuse: Int.random(in: 200..<suppress, using: &chance),
            maximum: .seconds(Int.random(in: 20...2400, using: &chance))
        )
        self.damping = damping
        // A weight of zero makes a fault of a failure.
        self.count = Int.random(in: 2...4, using: &chance)
        let count = self.count
        let configurations = (0..<count).map { number in
            let check = Bench.check("web", weight: [0, -100].randomElement(using: &chance) ?? 0)
            // The first is the best, and the only one whose check flaps.
            let instance = Bench.instance(priority: UInt8(200 - number * 20), checks: [check]) {
                $0.router.addresses = [SimulatedCluster.virtual]
                $0.virtualAddresses = [
                    VirtualAddress(address: SimulatedCluster.virtual, prefixLength: 24, device: "eth0")
                ]
                $0.router.fastPreempt = Bool.random(using: &chance)
                $0.moveDamping = damping
            }
            return Bench.configuration([instance], checks: [check])
        }
        self.cluster = SimulatedCluster(
            configurations,
            rates: (0..<count).map { _ in Int64.random(in: -500...500, using: &chance) },
            seed: chance.next()
        )
        self.cluster.maximumDelay = Self.interval.duration / 50
        self.chance = chance
    }

    private var settlingTime: Duration {
        let timing = Timing(version: .v2, priority: Priority(rawValue: 1), masterInterval: Self.interval)
        return timing.masterDownInterval * 2 + Self.interval.duration * 2
    }

    mutating func run() {
        for index in self.cluster.members.indices { self.cluster.start(index) }
        self.cluster.run(for: self.settlingTime)
        self.judge("at the beginning")
        self.flap()
        self.failHolder()
        self.worsenHolder()
        self.calmDown()
        self.findings += self.cluster.violations
    }

    private static let playTime = Duration.seconds(1800)

    /// Half an hour in which the check of the best node flaps as fast as the address can follow.
    private mutating func flap() {
        let before = self.cluster.elections
        let end = self.cluster.now + Self.playTime
        while self.cluster.now < end {
            self.flaps += 1
            for isHealthy in [false, true] {
                self.cluster.setHealth(0, isHealthy)
                self.cluster.run(for: self.settlingTime + .seconds(Int.random(in: 0...10, using: &self.chance)))
                self.judge(isHealthy ? "well" : "failing")
                if !isHealthy, self.cluster.members[0].state == .master {
                    self.findings.append("the failing node kept the address")
                }
                if Int.random(in: 0..<20, using: &self.chance) == 0 { self.cluster.restartRouter(0) }
            }
        }
        let moves = self.cluster.elections - before
        if moves > self.bound { self.findings.append("\(moves) moves, expected at most \(self.bound)") }
    }

    /// Each return of the flapping node, and each time that it is left again, adds 1 to a penalty that loses no more than its
    /// highest value of an undamped node, `suppress`, times the half-lives that are played and ln 2. A spell that `max` ends
    /// sets it back to `reuse` at the most.
    private var bound: Int {
        let suppress = Double(self.damping.suppress) / 1000
        let time = Double(Self.playTime.milliseconds) / 1000
        let halfLife = Double(self.damping.halfLife.milliseconds) / 1000
        let spells = time / (Double(self.damping.maximum.milliseconds) / 1000)
        return Int(suppress * 0.694 * time / halfLife + (suppress + 1) * (spells + 1)) + 2
    }

    /// Whoever has the address fails: it is left at once, however damped the others are.
    private mutating func failHolder() {
        for _ in 0..<self.count * 2 {
            guard let holder = self.cluster.members.indices.first(where: { self.cluster.members[$0].state == .master })
            else { return self.findings.append("nobody has the address") }
            self.cluster.setHealth(holder, false)
            self.cluster.run(for: self.settlingTime)
            self.judge("the holder fails")
            if self.cluster.members[holder].state == .master {
                self.findings.append("node \(holder) failed and kept the address")
            }
            self.cluster.setHealth(holder, true)
            self.cluster.run(for: self.settlingTime)
            self.judge("the holder is well again")
        }
    }

    /// While the best node fails its successor gets worse, or fails; it does not keep the address when the best is back.
    private mutating func worsenHolder() {
        for _ in 0..<4 {
            self.cluster.setHealth(0, false)
            self.cluster.run(for: self.settlingTime)
            let holder = self.cluster.members.indices.first { self.cluster.members[$0].state == .master }
            guard let holder, holder != 0 else { return self.findings.append("the best fails, and has no successor") }
            self.cluster.setHealth(holder, false)
            self.cluster.run(for: self.settlingTime)
            self.cluster.setHealth(0, true)
            self.cluster.run(for: self.settlingTime)
            self.judge("the best is back")
            if self.cluster.members[holder].state == .master {
                self.findings.append("node \(holder) got worse and kept the address")
            }
            self.cluster.setHealth(holder, true)
            self.cluster.run(for: self.settlingTime)
            self.judge("the successor is well again")
        }
    }

    /// Nothing happens for longer than damping may last: the best node has the address.
    private mutating func calmDown() {
        self.cluster.run(for: self.damping.maximum + self.settlingTime)
        if let fault = self.cluster.fault(in: 0, bestMustWin: true) { self.findings.append("calm: \(fault)") }
    }

    private mutating func judge(_ moment: String) {
        if let fault = self.cluster.fault(in: 0, bestMustWin: false) { self.findings.append("\(moment): \(fault)") }
    }
}
