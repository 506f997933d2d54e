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

    @Test("any address in common tells two links apart, whatever the order; failing that the interface does")
    func sharedAddress() throws {
        func two(_ first: [String], _ second: [String]) -> String {
            ConfiguredCluster.instance("out", priority: 150, address: first.joined(separator: "\n        "))
                + ConfiguredCluster.instance(
                    "in",
                    priority: 150,
                    interface: "eth1",
                    address: second.joined(separator: "\n        ")
                )
        }
        let cluster = try ConfiguredCluster([
            "a": two(["192.0.2.1/24", "192.0.2.2/24"], ["198.51.100.1/24", "198.51.100.2/24"]),
            "b": two(["192.0.2.2/24", "192.0.2.1/24"], ["198.51.100.2/24", "198.51.100.1/24"]),
            "c": two(["192.0.2.9/24"], ["198.51.100.9/24"]),
        ]).cluster
        #expect(cluster.routers.map(\.name) == ["out", "in"])
        #expect(cluster.routers.map { $0.members.map(\.instance) } == [[0, 0, 0], [1, 1, 1]])
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
