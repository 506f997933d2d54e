import Checks
import Configuration
import Foresight
import Testing

@Suite("A cluster of configurations")
struct ClusterTests {
    @Test("instances of one identifier and family are one virtual router")
    func matching() throws {
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.instance("VI_1", priority: 150),
            "b": ConfiguredCluster.instance("other", priority: 100, interface: "ens3"),
        ]).cluster
        #expect(cluster.nodes.map(\.name) == ["a", "b"])
        #expect(cluster.routers.count == 1)
        #expect(cluster.routers.first?.name == "VI_1")
        #expect(cluster.routers.first?.members.map(\.node) == [0, 1])
    }

    @Test("an identifier on two links is two virtual routers, told apart by their addresses")
    func twoLinks() throws {
        let text =
            ConfiguredCluster.instance("out", priority: 150)
            + ConfiguredCluster.instance("in", priority: 150, interface: "eth1", address: "198.51.100.1/24")
        let reversed =
            ConfiguredCluster.instance("in", priority: 100, interface: "eth1", address: "198.51.100.1/24")
            + ConfiguredCluster.instance("out", priority: 100)
        let cluster = try ConfiguredCluster(["a": text, "b": reversed]).cluster
        #expect(cluster.routers.map(\.name) == ["out", "in"])
        #expect(cluster.routers.map(\.members.count) == [2, 2])
        #expect(cluster.routers.map { $0.members.map(\.instance) } == [[0, 1], [1, 0]])
    }
}
