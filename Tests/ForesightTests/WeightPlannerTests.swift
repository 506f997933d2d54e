import Checks
import Configuration
import Foresight
import TestSupport
import Testing
import VRRP

@Suite("Plans of weights")
struct WeightPlannerTests {
    /// Nodes a, b, … with these numbers of checks of each severity, and the request that says which is which.
    private static func cluster(
        priorities: [Int],
        minor: Int = 0,
        major: Int = 0,
        critical: Int = 0
    ) throws -> (cluster: Cluster, request: PlanRequest) {
        var request = PlanRequest()
        var text = ""
        var tracked = ""
        for (severity, count) in [(Severity.minor, minor), (.major, major), (.critical, critical)] {
            for number in 0..<count {
                let name = "\(severity.rawValue)\(number)"
                request.severities[name] = severity
                text += ConfiguredCluster.script(name, weight: -1)
                tracked += "        \(name)\n"
            }
        }
        var files: [String: String] = [:]
        for (name, priority) in zip(["a", "b", "c", "d", "e"], priorities) {
            files[name] =
                text
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: "    track_script {\n\(tracked)    }\n"
                )
        }
        return (try ConfiguredCluster(files).cluster, request)
    }

    private static func weights(_ plan: WeightPlan) -> [String: Int] {
        Dictionary(plan.checks.map { ($0.name, -$0.weight.value) }) { first, _ in first }
    }

    private static let judged: [Property] = [.effective, .margin, .noTie, .noInversion, .noClamp]

    private static func refuted(_ plan: WeightPlan) -> [Property] {
        plan.proofs.flatMap(\.findings).filter { $0.verdict.refutation != nil }.map(\.property)
    }

    @Test("priorities stay if they can, and each class outweighs the spread and the milder ones")
    func classes() throws {
        let (cluster, request) = try Self.cluster(priorities: [200, 195, 190], minor: 2, major: 1, critical: 1)
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.routers[0].priorities.map(\.rawValue) == [200, 195, 190])
        // Spread 10 and margin 5: 15 each; 10 + 30 + 5; 10 + 30 + 45 + 5.
        #expect(Self.weights(plan) == ["minor0": 15, "minor1": 15, "major0": 45, "critical0": 90])
        #expect(Self.refuted(plan) == [])
    }

    @Test("priorities that leave no room are replaced")
    func replacement() throws {
        let (cluster, request) = try Self.cluster(priorities: [150, 100], minor: 2, major: 1)
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.routers[0].priorities.map(\.rawValue) == [250, 240])
        #expect(Self.weights(plan) == ["minor0": 15, "minor1": 15, "major0": 45])
        #expect(Self.refuted(plan) == [])
    }

    @Test("the preferred order is kept, or made")
    func preference() throws {
        var (cluster, request) = try Self.cluster(priorities: [150, 100], major: 1)
        request.preference = ["b", "a"]
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.routers[0].priorities.map(\.rawValue) == [240, 250])
        request.preference = ["a"]
        #expect(throws: PlanFailure.self) { try WeightPlanner(cluster, request) }
    }

    @Test("equal priorities are told apart, in the order of the nodes")
    func equal() throws {
        let (cluster, request) = try Self.cluster(priorities: [100, 100], major: 1)
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.routers[0].priorities.map(\.rawValue) == [250, 240])
    }

    @Test("two nodes have room for 126 checks of one class and not for 127")
    func boundary() throws {
        let (cluster, request) = try Self.cluster(priorities: [150, 100], major: 126)
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.routers[0].priorities.map(\.rawValue) == [254, 253])
        #expect(plan.checks.allSatisfy { $0.weight.value == -2 })
        #expect(plan.margin == 1)
        #expect(Set(Self.refuted(plan)) == [.margin])
        let (larger, more) = try Self.cluster(priorities: [150, 100], major: 127)
        let failure = try #require(throws: PlanFailure.self) { try WeightPlanner(larger, more).plan() }
        #expect(failure.reason == .infeasible)
        #expect(
            failure.lines == [
                "with 2 nodes the base priorities are at least 1 apart, 254 down to 253",
                "127 major: each must take more than 1, which is at least 2, together 254",
                "all of one node together take 254, and a base of 253 has 252 to give",
                "so no priorities of 8 bits and no weights satisfy all properties",
            ]
        )
    }

    @Test("three nodes and three classes: four critical checks fit, five must be faults")
    func criticalFaults() throws {
        let (cluster, request) = try Self.cluster(priorities: [3, 2, 1], minor: 3, major: 3, critical: 4)
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.routers[0].priorities.map(\.rawValue) == [254, 253, 252])
        #expect(Self.weights(plan)["minor0"] == 3)
        #expect(Self.weights(plan)["major0"] == 12)
        #expect(Self.weights(plan)["critical0"] == 48)
        var (larger, more) = try Self.cluster(priorities: [3, 2, 1], minor: 3, major: 3, critical: 5)
        let failure = try #require(throws: PlanFailure.self) { try WeightPlanner(larger, more).plan() }
        #expect(failure.fix.contains("--critical fault"))
        #expect(
            failure.lines.contains(
                "5 critical: each must take more than 2 + 9 + 36, which is at least 48, together 240"
            )
        )
        more.areCriticalFaults = true
        let faults = try WeightPlanner(larger, more).plan()
        #expect(Self.weights(faults)["critical4"] == 0)
        #expect(faults.proofs[0].candidates[0].standing(Failures([6])).isFault)
        #expect(!Self.refuted(faults).contains { Self.judged.contains($0) })
    }

    /// Less than the plan gives is not enough: the proof of infeasibility rests on this.
    @Test("no class can take less than the smallest weights of a plan", arguments: Severity.allCases)
    func minimal(severity: Severity) throws {
        let (cluster, request) = try Self.cluster(priorities: [3, 2, 1], minor: 3, major: 3, critical: 4)
        var plan = try WeightPlanner(cluster, request).plan()
        #expect(!Self.refuted(plan).contains { $0 != .margin })
        var nodes = plan.cluster.nodes
        for node in nodes.indices {
            for index in nodes[node].configuration.instances[0].trackedChecks.indices
            where nodes[node].configuration.instances[0].trackedChecks[index].name.hasPrefix(severity.rawValue) {
                nodes[node].configuration.instances[0].trackedChecks[index].weight.value += 1
            }
        }
        plan.cluster = Cluster(nodes)
        #expect(Self.refuted(plan).contains(.noInversion))
    }

    @Test("a plan is proved, whatever it is made for", arguments: 0..<60)
    func random(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 2...5, using: &generator)
        let priorities = (0..<count).map { _ in Int.random(in: 1...254, using: &generator) }
        var (cluster, request) = try Self.cluster(
            priorities: priorities,
            minor: Int.random(in: 0...3, using: &generator),
            major: Int.random(in: 0...3, using: &generator),
            critical: Int.random(in: 0...3, using: &generator)
        )
        request.areCriticalFaults = Bool.random(using: &generator)
        let plan: WeightPlan
        do throws(PlanFailure) {
            plan = try WeightPlanner(cluster, request).plan()
        } catch {
            // Only with three classes of weights can so few checks be too many.
            #expect(!request.areCriticalFaults)
            #expect(count >= 4, "\(error.lines)")
            return
        }
        let refuted = Self.refuted(plan).filter { Self.judged.contains($0) }
        #expect(refuted.isEmpty || refuted == [.margin] && plan.margin < Prover.margin)
        // Whoever was preferred still is.
        let order = priorities.indices.sorted { priorities[$0] > priorities[$1] }
        if Set(priorities).count == count { #expect(plan.routers[0].order == order) }
    }

    @Test("what weights cannot do is said")
    func impossible() throws {
        func failure(_ more: String, priority: Int = 150) throws -> PlanFailure {
            let node =
                ConfiguredCluster.script("web", weight: -60)
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: "    track_script {\n        web\n    }\n\(more)"
                )
            let other =
                ConfiguredCluster.script("web", weight: -60)
                + ConfiguredCluster.instance("VI_1", priority: 100, more: "    track_script {\n        web\n    }\n")
            let cluster = try ConfiguredCluster(["a": node, "b": other]).cluster
            return try #require(throws: PlanFailure.self) { try WeightPlanner(cluster, PlanRequest()).plan() }
        }
        #expect(try failure("    nopreempt\n").lines[0].contains("nopreempt"))
        #expect(try failure("", priority: 255).lines[0].contains("priority 255 takes no weights"))
        var request = PlanRequest()
        request.severities = ["wbe": .major]
        let cluster = try Self.cluster(priorities: [150, 100], major: 1).cluster
        let unknown = try #require(throws: PlanFailure.self) { try WeightPlanner(cluster, request) }
        #expect(unknown.reason == .request)
        #expect(unknown.fix == "tracked are: major0")
    }

    @Test("the present weights say how bad a failure is")
    func presentSeverities() throws {
        func node(_ priority: Int) -> String {
            ConfiguredCluster.script("disk", weight: -5) + ConfiguredCluster.script("web", weight: -20)
                + ConfiguredCluster.script("link")
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: "    track_script {\n        disk\n        web\n        link\n    }\n"
                )
        }
        let cluster = try ConfiguredCluster(["a": node(150), "b": node(140)]).cluster
        let plan = try WeightPlanner(cluster, PlanRequest()).plan()
        #expect(plan.checks.map(\.severity) == [.minor, .major, nil])
        #expect(plan.checks.map(\.weight.value) == [-15, -30, 0])
    }

    /// A node a that has a virtual router of its own besides, with this priority.
    private static func clusterWithLoneRouter(_ priority: Int) throws -> (cluster: Cluster, request: PlanRequest) {
        var request = PlanRequest()
        var scripts = ""
        var tracked = ""
        for (severity, count) in [(Severity.minor, 4), (.major, 4)] {
            for number in 0..<count {
                request.severities["\(severity.rawValue)\(number)"] = severity
                scripts += ConfiguredCluster.script("\(severity.rawValue)\(number)", weight: -1)
                tracked += "        \(severity.rawValue)\(number)\n"
            }
        }
        let tracking = "    track_script {\n\(tracked)    }\n"
        let shared = [150, 145].map { ConfiguredCluster.instance("VI_1", priority: $0, more: tracking) }
        let own = ConfiguredCluster.instance("own", priority: priority, id: 60, address: "192.0.2.9/24", more: tracking)
        return (
            try ConfiguredCluster(["a": scripts + shared[0] + own, "b": scripts + shared[1]]).cluster, request
        )
    }

    @Test("a virtual router of one node limits nobody, and is raised only where it must be", arguments: [5, 100, 255])
    func lone(priority: Int) throws {
        let (with, request) = try Self.clusterWithLoneRouter(priority)
        let without = Cluster(
            with.nodes.map { node in
                var node = node
                node.configuration.instances.removeAll { $0.name == "own" }
                return node
            }
        )
        let plan = try WeightPlanner(with, request).plan()
        let expected = try WeightPlanner(without, request).plan()
        #expect(plan.checks == expected.checks)
        #expect(plan.margin == expected.margin)
        #expect(plan.routers[0].priorities == expected.routers[0].priorities)
        #expect(plan.routers[1].priorities.map(\.rawValue) == [priority == 255 ? 255 : 250])
        #expect(Self.refuted(plan) == [.symmetric] || Self.refuted(plan) == [])
        let again = try WeightPlanner(plan.cluster, request).plan()
        #expect(again.cluster == plan.cluster)
    }

    @Test("members of a group in different orders are no plan, and the order to ask for is named")
    func group() throws {
        func node(_ priorities: (Int, Int)) -> String {
            ConfiguredCluster.script("web", weight: 0)
                + ConfiguredCluster.instance(
                    "V1",
                    priority: priorities.0,
                    more: "    track_script {\n        web\n    }\n"
                )
                + ConfiguredCluster.instance("V2", priority: priorities.1, id: 52, address: "192.0.2.2/24")
                + "vrrp_sync_group G {\n    group {\n        V1\n        V2\n    }\n}\n"
        }
        let cluster = try ConfiguredCluster(["a": node((150, 100)), "b": node((100, 150))]).cluster
        let plan = try WeightPlanner(cluster, PlanRequest()).plan()
        let failure = try #require(plan.failure(plan.proofs))
        #expect(failure.fix.hasSuffix("--prefer V1=a,b --prefer V2=a,b"))
        var request = PlanRequest()
        request.preferences = ["V1": ["a", "b"], "V2": ["a", "b"]]
        let ordered = try WeightPlanner(cluster, request).plan()
        #expect(ordered.failure(ordered.proofs) == nil)
    }

    @Test("where there is no virtual router, there is no plan")
    func empty() throws {
        let cluster = try ConfiguredCluster(["a": "global_defs {\n}\n", "b": "global_defs {\n}\n"]).cluster
        let failure = try #require(throws: PlanFailure.self) { try WeightPlanner(cluster, PlanRequest()).plan() }
        #expect(failure.lines == ["there is no virtual router: no node has a vrrp_instance"])
    }

    @Test("a severity that nobody stated is a guess")
    func guesses() throws {
        let (cluster, stated) = try Self.cluster(priorities: [150, 145], minor: 1, major: 1)
        var request = stated
        request.severities["major0"] = nil
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.checks.filter(\.isGuessed).map(\.name) == ["major0"])
        #expect(try WeightPlanner(cluster, stated).plan().checks.allSatisfy { !$0.isGuessed })
    }
}
