import Checks
import Foresight
import Testing

@Suite("The matrix of checks, results and holders")
struct MatrixTests {
    private static func matrix(_ check: String, _ priorities: [(String, Int)]) throws -> Matrix {
        let files = priorities.map { name, priority in
            (name, check + ConfiguredCluster.instance("VI_1", priority: priority))
        }
        let cluster = try ConfiguredCluster(Dictionary(uniqueKeysWithValues: files)).cluster
        return Matrix(try #require(cluster.routers.first), of: cluster)
    }

    private static func check(_ more: String) -> String {
        "check web {\n    tcp 127.0.0.1:80\n    interval 1\n    timeout 0.5\n    tracked_by all\n    \(more)\n}\n"
    }

    private static func row(_ matrix: Matrix, _ result: MatrixRow.Result, on node: Int?, holder: Int) throws
        -> MatrixRow
    {
        try #require(matrix.rows.first { $0.result == result && $0.node == node && $0.holder == holder })
    }

    @Test("has every result on every node for every holder")
    func complete() throws {
        let matrix = try Self.matrix(Self.check("weight -60"), [("a", 150), ("b", 100), ("c", 95)])
        #expect(matrix.rows.count == 3 + 2 * 3 * 3)
        #expect(matrix.rows.allSatisfy { $0.objection == nil })
    }

    @Test("says who and when: a weight waits for three advertisements, a fault for a skew")
    func times() throws {
        let weighted = try Self.matrix(Self.check("weight -60"), [("a", 150), ("b", 100)])
        let row = try Self.row(weighted, .fail, on: 0, holder: 0)
        #expect(row.owner == .candidate(1))
        #expect(row.standings.map(\.effective) == [90, 100])
        #expect(row.within == .nanoseconds(5_109_375_000))
        // a takes over from b whatever the check says there.
        #expect(try Self.row(weighted, .pass, on: nil, holder: 1).within == .nanoseconds(3_414_062_500))
        #expect(try Self.row(weighted, .fail, on: 1, holder: 1).within == .nanoseconds(3_414_062_500))
        #expect(try Self.row(weighted, .fail, on: 1, holder: 0).within == nil)
        let fault = try Self.matrix(Self.check("weight 0"), [("a", 150), ("b", 100)])
        #expect(
            try Self.row(fault, .fail, on: 0, holder: 0).within == .nanoseconds(2_109_375_000)
        )
    }

    @Test("a check that cannot run does what on_unknown says")
    func unknown() throws {
        let nodes = [("a", 150), ("b", 100)]
        let ignoring = try Self.row(
            Self.matrix(Self.check("weight -60\n    on_unknown ignore"), nodes),
            .cannotRun,
            on: 0,
            holder: 0
        )
        #expect(ignoring.owner == .candidate(0))
        let holding = try Self.row(
            Self.matrix(Self.check("weight 0\n    on_unknown hold 30"), nodes),
            .cannotRun,
            on: 0,
            holder: 0
        )
        #expect(holding.owner == .candidate(1))
        #expect(holding.within == .nanoseconds(32_109_375_000))
        // A bonus that is not known is not given.
        let bonus = try Self.row(
            Self.matrix(Self.check("weight 60\n    on_unknown ignore"), nodes),
            .cannotRun,
            on: 0,
            holder: 0
        )
        #expect(bonus.owner == .candidate(1))
    }

    @Test("objects where the addresses stay on the node whose check fails")
    func objections() throws {
        let weak = try Self.matrix(Self.check("weight -30"), [("a", 150), ("b", 100)])
        #expect(try Self.row(weak, .fail, on: 0, holder: 0).objection == .stays)
        #expect(try Self.row(weak, .fail, on: 1, holder: 0).objection == nil)
    }

    @Test("objects where another member of the sync group would stay")
    func group() throws {
        func node(_ priority: Int, _ inside: String) -> String {
            ConfiguredCluster.script("web", weight: -60)
                + ConfiguredCluster.instance(
                    "out",
                    priority: priority,
                    more: "    track_script {\n        web\n    }\n"
                )
                + ConfiguredCluster.instance("in", priority: priority, id: 52, address: "198.51.100.1/24", more: inside)
                + "vrrp_sync_group G {\n    group {\n        out\n        in\n    }\n"
                + "    sync_group_tracking_weight\n}\n"
        }
        func row(_ inside: String) throws -> (MatrixRow, Cluster) {
            let cluster = try ConfiguredCluster(["a": node(150, inside), "b": node(100, inside)]).cluster
            let matrix = Matrix(try #require(cluster.routers.first { $0.name == "out" }), of: cluster)
            #expect(matrix.rows.filter { $0.result == .pass }.allSatisfy { $0.objection == nil })
            return (try Self.row(matrix, .fail, on: 0, holder: 0), cluster)
        }
        let (apart, cluster) = try row("")
        #expect(apart.objection == .group("in"))
        #expect(apart.within == nil)
        let timeline = ClusterSimulation.play(
            Scenario([Scenario.Step(at: .seconds(1), .result(.fail, check: "web", node: 0))]),
            of: cluster
        )
        #expect(timeline.moves.isEmpty)
        let (together, _) = try row("    track_script {\n        web\n    }\n")
        #expect(together.owner == .candidate(1))
        #expect(together.objection == nil)
        #expect(together.within != nil)
    }

    @Test("fast_interval shortens what follows the first failure")
    func fastInterval() throws {
        let check =
            "check web {\n    tcp 127.0.0.1:80\n    interval 10\n    timeout 1\n    fall 3\n    fast_interval 2\n"
            + "    tracked_by all\n}\n"
        let row = try Self.row(Self.matrix(check, [("a", 150), ("b", 100)]), .fail, on: 0, holder: 0)
        #expect(row.within == .nanoseconds(15_609_375_000))
    }
}
