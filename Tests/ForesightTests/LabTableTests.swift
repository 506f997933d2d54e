import Failover
import Foresight
import Testing
import VRRP

/// What two agents did on a bench, with one check on each of two nodes: the proofs must say the same.
@Suite("Proofs of what was measured")
struct LabTableTests {
    static func prover(
        _ priorities: (Int, Int),
        weight: Int?,
        more: String = "",
        budget: Duration? = nil
    ) throws -> Prover {
        let tracking = "    track_script {\n        web\n    }\n    \(more)"
        func node(_ priority: Int) -> String {
            ConfiguredCluster.script("web", weight: weight)
                + ConfiguredCluster.instance("VI_1", priority: priority, more: tracking)
        }
        let cluster = try ConfiguredCluster(["a": node(priorities.0), "b": node(priorities.1)]).cluster
        return Prover(try #require(cluster.routers.first), of: cluster, budget: budget)
    }

    private static let a = Failures([0])

    @Test("150/100, −30: the failure of the check on a moves nothing")
    func tooSmall() throws {
        let prover = try Self.prover((150, 100), weight: -30)
        let refutation = try #require(prover.verdict(on: .effective).refutation)
        #expect(refutation.gravity == .error)
        #expect(refutation.counterexample?.standings.map(\.failures) == [Self.a, Failures()])
        #expect(refutation.counterexample?.standings.map(\.ledger.arithmetic) == ["150 − 30 = 120", "100"])
        #expect(refutation.counterexample?.holder == 0)
        #expect(refutation.counterexample?.expected == 1)
        #expect(prover.verdict(on: .noTie) == .proved)
        #expect(prover.proof.gravity == .error)
    }

    @Test("150/100, −50: a tie leaves the addresses where they are")
    func tie() throws {
        let prover = try Self.prover((150, 100), weight: -50)
        let refutation = try #require(prover.verdict(on: .effective).refutation)
        #expect(refutation.summary.contains("a tie leaves them"))
        let tie = try #require(prover.verdict(on: .noTie).refutation)
        #expect(tie.gravity == .warning)
        #expect(tie.counterexample?.standings.map(\.effective) == [100, 100])
    }

    @Test("150/100, −60 and +60: every property holds", arguments: [-60, 60])
    func enough(weight: Int) throws {
        let prover = try Self.prover((150, 100), weight: weight)
        for property in [Property.effective, .margin, .noTie, .noInversion, .noClamp, .noOrphan, .symmetric] {
            #expect(prover.verdict(on: property) == .proved, "\(property)")
        }
        #expect(prover.proof.gravity == nil)
    }

    @Test("240/210, +50: both are cut to 254, and the order is lost")
    func ceiling() throws {
        let prover = try Self.prover((240, 210), weight: 50)
        #expect(prover.verdict(on: .effective) == .proved)
        let tie = try #require(prover.verdict(on: .noTie).refutation)
        #expect(tie.gravity == .error)
        #expect(tie.counterexample?.failures == 0)
        let clamp = try #require(prover.verdict(on: .noClamp).refutation)
        #expect(clamp.gravity == .error)
        #expect(clamp.summary.contains("290 and is cut to 254"))
    }

    @Test("150/100 without a weight: a fault moves them, and both failing leave nobody")
    func fault() throws {
        let prover = try Self.prover((150, 100), weight: nil)
        #expect(prover.verdict(on: .effective) == .proved)
        let orphan = try #require(prover.verdict(on: .noOrphan).refutation)
        #expect(orphan.gravity == .notice)
        #expect(orphan.counterexample?.standings.map(\.failures) == [Self.a, Self.a])
        #expect(orphan.counterexample?.standings.allSatisfy(\.isFault) == true)
        #expect(Election.owner(orphan.counterexample?.standings ?? [], holder: 0) == .nobody)
    }

    @Test(
        "P6 judges against the policy: best and hold leave nobody without, and the nodes must agree",
        arguments: ["best", "hold"]
    )
    func orphanByPolicy(policy: String) throws {
        let prover = try Self.prover((150, 100), weight: nil, more: "all_unhealthy \(policy)")
        for property in [Property.effective, .margin, .noTie, .noInversion, .noClamp, .noOrphan] {
            #expect(prover.verdict(on: property) == .proved, "\(property)")
        }
        let files = ["all_unhealthy \(policy)", "all_unhealthy drop"].map { words in
            ConfiguredCluster.script("web")
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: words.hasSuffix("drop") ? 100 : 150,
                    more: "    \(words)\n    track_script {\n        web\n    }\n"
                )
        }
        let cluster = try ConfiguredCluster(["a": files[0], "b": files[1]]).cluster
        let verdict = Prover(cluster.routers[0], of: cluster).verdict(on: .noOrphan)
        guard policy == "hold" else {
            // The node with best never leaves.
            #expect(verdict == .proved)
            return
        }
        let refutation = try #require(verdict.refutation)
        #expect(refutation.gravity == .error)
        #expect(refutation.summary.hasPrefix("the nodes differ in all_unhealthy (a hold, b drop), and nobody has"))
        // a holds on to what it has: it is b that must have had them.
        #expect(refutation.counterexample?.holder == 1)
        #expect(refutation.fix == "write the same all_unhealthy on all nodes")
    }

    @Test("P6: a tracked interface is a fault whatever the policy", arguments: ["best", "hold"])
    func orphanByLink(policy: String) throws {
        let tracked = "all_unhealthy \(policy)\n    track_interface {\n        eth1\n    }"
        let refutation = try #require(
            try Self.prover((150, 100), weight: nil, more: tracked).verdict(on: .noOrphan).refutation
        )
        #expect(refutation.gravity == .notice)
        // With hold it is enough that the holder loses its link; the checks of the other can do the rest.
        #expect(
            refutation.summary.contains(
                policy == "best"
                    ? "a tracked interface of weight 0 fails on each node"
                    : "loses a tracked interface while the checks of all others fail"
            )
        )
        #expect(refutation.counterexample?.failures == 2)
    }

    @Test("among those whose checks fail the fewest failures win, and a healthy node takes what is offered")
    func lastResorts() {
        func standing(_ priority: UInt8, lastResort: Int?, isFault: Bool = false, preempts: Bool = true)
            -> CandidateStanding
        {
            CandidateStanding(
                failures: Failures(),
                ledger: Ledger(base: Priority(rawValue: priority)),
                isFault: isFault,
                preempts: preempts,
                isStopped: false,
                lastResort: lastResort
            )
        }
        let bad = standing(150, lastResort: 7)
        let healthy = standing(100, lastResort: nil, preempts: false)
        #expect(Election.owner([bad, healthy], holder: 0) == .candidate(1))
        #expect(Election.owner([bad, standing(100, lastResort: 8)], holder: 0) == .candidate(1))
        #expect(Election.owner([bad, standing(100, lastResort: 8, preempts: false)], holder: 0) == .candidate(0))
        #expect(Election.owner([bad, standing(100, lastResort: 7)], holder: 0) == .candidate(0))
        let holds = standing(150, lastResort: 1, isFault: true)
        #expect(Election.owner([holds, holds], holder: 1) == .candidate(1))
        #expect(Election.owner([holds, healthy], holder: 0) == .candidate(1))
        #expect(Election.owner([holds, holds], holder: nil) == .nobody)
    }

    @Test("nopreempt makes −60 ineffective, and a fault effective all the same")
    func noPreempt() throws {
        let weighted = try Self.prover((150, 100), weight: -60, more: "nopreempt")
        let refutation = try #require(weighted.verdict(on: .effective).refutation)
        #expect(refutation.summary.contains("nopreempt"))
        #expect(refutation.counterexample?.standings.map(\.effective) == [90, 100])
        #expect(try Self.prover((150, 100), weight: 0, more: "nopreempt").verdict(on: .effective) == .proved)
    }

    @Test("150/100, −200: a moves, and both failing are a tie at 1 in which the incumbent stays")
    func floor() throws {
        let prover = try Self.prover((150, 100), weight: -200)
        #expect(prover.verdict(on: .effective) == .proved)
        #expect(prover.verdict(on: .noClamp).refutation?.gravity == .warning)
        let tie = try #require(prover.verdict(on: .noTie).refutation)
        #expect(tie.gravity == .warning)
        let standings = try #require(tie.counterexample?.standings)
        #expect(standings.map(\.effective) == [1, 1])
        #expect(Election.owner(standings, holder: 1) == .candidate(1))
    }

    @Test("a budget is kept by a fault and broken by a weight")
    func budget() throws {
        #expect(try Self.prover((150, 100), weight: -60).verdict(on: .budget).refutation == nil)
        let weighted = try Self.prover((150, 100), weight: -60, budget: .seconds(3))
        let refutation = try #require(weighted.verdict(on: .budget).refutation)
        // Interval 1 s and timeout 1 s, then 3 × 1 s and a skew of 156/256 s.
        #expect(refutation.summary.contains("5.609 s"))
        #expect(try Self.prover((150, 100), weight: nil, budget: .seconds(3)).verdict(on: .budget) == .proved)
        #expect(
            try Self.prover((150, 100), weight: -60, more: "fast_preempt", budget: .seconds(3)).verdict(on: .budget)
                == .proved
        )
    }
}
