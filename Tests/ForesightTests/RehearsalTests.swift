import Checks
import Configuration
import Foresight
import Testing

@Suite("What proofs take for granted")
struct RehearsalTests {
    private static func problems(_ a: String, _ b: String) throws -> [String] {
        Rehearsal.problems(of: try ConfiguredCluster(["a": a, "b": b]).cluster)
    }

    @Test("nodes that hear each other have no problem")
    func fine() throws {
        let script = ConfiguredCluster.script("web", weight: -60)
        let tracked = "    track_script {\n        web\n    }\n"
        let problems = try Self.problems(
            script + ConfiguredCluster.instance("VI_1", priority: 150, more: tracked),
            script + ConfiguredCluster.instance("VI_1", priority: 100, more: tracked)
        )
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test("another version, another interval of version 2: both are master")
    func deaf() throws {
        let three = ConfiguredCluster.instance("VI_1", priority: 150)
        let two = ConfiguredCluster.instance("VI_1", priority: 100).replacing("version 3", with: "version 2")
        let problems = try Self.problems(three, two)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("VI_1: a and b are master at the same time while everything is fine") == true)
        let slow = ConfiguredCluster.instance("VI_1", priority: 150, interval: "3").replacing(
            "version 3",
            with: "version 2"
        )
        #expect(try Self.problems(slow, two).count == 1)
    }

    @Test("a peer that is not named is heard by nobody once the master is gone")
    func unnamed() throws {
        func node(_ own: Int, _ peers: [Int], _ priority: Int) -> String {
            ConfiguredCluster.instance(
                "VI_1",
                priority: priority,
                more: "    unicast_src_ip 192.0.2.1\(own)\n    unicast_peer {\n"
                    + peers.map { "        192.0.2.1\($0)\n" }.joined() + "    }\n"
            )
        }
        let cluster = try ConfiguredCluster([
            "a": node(1, [2, 3], 150), "b": node(2, [1], 120), "c": node(3, [1], 100),
        ]).cluster
        let problems = Rehearsal.problems(of: cluster)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("b and c are master at the same time after a has lost power") == true)
    }

    @Test("a graded check contributes nothing while nothing is wrong, as proofs take it")
    func graded() throws {
        let file = "vrrp_track_file f {\n    file /run/f\n}\n"
        let tracked = "    track_file {\n        f weight 60\n    }\n"
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.instance("VI_1", priority: 150),
            "b": file + ConfiguredCluster.instance("VI_1", priority: 100, more: tracked),
        ]).cluster
        #expect(ClusterSimulation.play(Scenario(), of: cluster).routers.first?.holder == 0)
    }
}
