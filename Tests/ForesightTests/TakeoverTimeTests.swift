import Checks
import Foresight
import Testing

/// The longest time to a takeover, against what a played cluster needs.
@Suite("P9 and the matrix: how long a takeover takes at worst")
struct TakeoverTimeTests {
    private static let web = "check web {\n    tcp 127.0.0.1:80\n    interval 2\n    timeout 1\n    fall 2\n"

    private static func cluster(_ checks: String, _ nodes: [(String, Int, String)]) throws -> Cluster {
        let files = nodes.map { name, priority, more in
            (name, checks + ConfiguredCluster.instance("VI_1", priority: priority, more: more))
        }
        return try ConfiguredCluster(Dictionary(uniqueKeysWithValues: files)).cluster
    }

    private static func cluster(_ checks: String, more: String = "") throws -> Cluster {
        try self.cluster(checks, [("a", 150, more), ("b", 100, more)])
    }

    private static func budget(_ cluster: Cluster, _ budget: Duration) throws -> Verdict {
        Prover(try #require(cluster.routers.first), of: cluster, budget: budget).verdict(on: .budget)
    }

    /// The slowest move over moments at which these checks of node a turn.
    private static func slowest(_ cluster: Cluster, _ checks: [String], to status: CheckStatus = .fail) throws
        -> Duration
    {
        var slowest = Duration.zero
        for phase in stride(from: 50, to: 30_000, by: 3100) {
            let at = Duration.milliseconds(phase)
            let steps = checks.map { Scenario.Step(at: at, .result(status, check: $0, node: 0)) }
            let timeline = ClusterSimulation.play(Scenario(steps), of: cluster)
            slowest = max(slowest, try #require(timeline.moves.first { $0.to != nil }).at - at)
        }
        return slowest
    }

    private static func within(_ cluster: Cluster, _ check: String) throws -> Duration {
        let matrix = Matrix(try #require(cluster.routers.first), of: cluster)
        let row = try #require(
            matrix.rows.first { $0.check == check && $0.result == .fail && $0.node == 0 && $0.holder == 0 }
        )
        return try #require(row.within)
    }

    @Test("a process whose end must be seen several times is not down at once")
    func process() throws {
        let cluster = try Self.cluster(
            "check web {\n    process nginx\n    interval 10\n    timeout 1\n    fall 3\n    weight -60\n"
                + "    tracked_by all\n}\n"
        )
        let within = try Self.within(cluster, "web")
        // Two more looks, and three intervals and a skew.
        #expect(within == .milliseconds(20_000) + .nanoseconds(3_609_375_000))
        #expect(try Self.slowest(cluster, ["web"]) <= within + .milliseconds(5))
        #expect(try Self.budget(cluster, .seconds(20)).refutation != nil)
    }

    @Test("terminate_delay counts")
    func terminateDelay() throws {
        let cluster = try Self.cluster(
            "vrrp_track_process p {\n    process nginx\n    weight -60\n    terminate_delay 20\n}\n",
            more: "    track_process {\n        p\n    }\n"
        )
        let within = try Self.within(cluster, "p")
        #expect(within == .seconds(20) + .nanoseconds(3_609_375_000))
        #expect(try Self.slowest(cluster, ["p"]) <= within + .milliseconds(5))
    }

    @Test("a check that counts in reverse has to come up")
    func reverse() throws {
        let cluster = try Self.cluster(
            "check web {\n    tcp 127.0.0.1:80\n    interval 10\n    timeout 1\n    fall 1\n    rise 6\n"
                + "    weight -60 reverse\n    tracked_by all\n}\n"
        )
        let within = try Self.within(cluster, "web")
        #expect(within == .seconds(61) + .milliseconds(3375))
        let slowest = try Self.slowest(cluster, ["web"], to: .pass)
        #expect(slowest <= within + .milliseconds(5))
        #expect(slowest >= within - .seconds(4))
    }

    @Test("and may be asked more seldom while it is down")
    func downInterval() throws {
        let cluster = try Self.cluster(
            "check web {\n    tcp 127.0.0.1:80\n    interval 1\n    timeout 1\n    down_interval 20\n"
                + "    weight -60 reverse\n    tracked_by all\n}\n"
        )
        #expect(try Self.within(cluster, "web") == .seconds(21) + .milliseconds(3375))
    }

    @Test("a composite waits for its slowest member", arguments: ["all_of", "any_of"])
    func composite(kind: String) throws {
        func member(_ name: String) -> String {
            "check \(name) {\n    tcp 127.0.0.1:80\n    interval 30\n    timeout 5\n    fall 3\n}\n"
        }
        let cluster = try Self.cluster(
            member("m1") + member("m2")
                + "check all {\n    \(kind) m1 m2\n    interval 1\n    timeout 1\n    fall 2\n    weight -60\n"
                + "    tracked_by all\n}\n"
        )
        let within = try Self.within(cluster, "all")
        #expect(within == .seconds(96) + .nanoseconds(3_609_375_000))
        let slowest = try Self.slowest(cluster, ["m1", "m2"])
        #expect(slowest <= within + .milliseconds(5))
        // A timeout is never used up there.
        #expect(slowest >= within - .seconds(12))
    }

    @Test("a takeover by one of two equal nodes takes time as well")
    func tie() throws {
        let cluster = try Self.cluster(
            Self.web + "    weight -60\n    tracked_by all\n}\n",
            [("a", 150, ""), ("b", 100, ""), ("c", 100, "")]
        )
        #expect(try Self.budget(cluster, .seconds(9)) == .proved)
        let refutation = try #require(try Self.budget(cluster, .seconds(2)).refutation)
        #expect(refutation.summary.contains("after up to 8.609 s, 6.609 s too late"))
    }

    @Test("the outage ends with the first node that takes over, not with the best")
    func first() throws {
        let nodes = [("a", 150, ""), ("b", 100, ""), ("c", 110, "    preempt_delay 300\n")]
        let cluster = try Self.cluster(Self.web + "    weight -60\n    tracked_by all\n}\n", nodes)
        #expect(try Self.budget(cluster, .seconds(10)) == .proved)
        let alone = try Self.cluster(Self.web + "    weight -45\n    tracked_by all\n}\n", nodes)
        let refutation = try #require(try Self.budget(alone, .seconds(10)).refutation)
        #expect(refutation.summary.contains("c has the addresses after up to 305 s"))
        #expect(refutation.fix.contains("preempt_delay of c"))
    }
}
