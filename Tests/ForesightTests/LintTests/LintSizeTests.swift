import Foresight
import Testing

@Suite("Lint of large configurations")
struct LintSizeTests {
    private static func node(_ priority: Int, instances: Int) -> String {
        LintFixture.script("pidof nginx", weight: -60)
            + (0..<instances).map { number in
                """
                vrrp_instance VI_\(number) {
                    state BACKUP
                    interface eth0
                    virtual_router_id \(number + 1)
                    priority \(priority)
                    virtual_ipaddress {
                        10.0.\(number).1/24
                    }
                    track_script {
                        chk
                    }
                }

                """
            }.joined()
    }

    /// Unoptimised code: what matters is that the time does not grow with pairs of instances.
    @Test("two nodes of 250 instances take no time")
    func many() throws {
        let cluster = try ConfiguredCluster([
            "a": Self.node(150, instances: 250), "b": Self.node(120, instances: 250),
        ]).cluster
        #expect(cluster.routers.count == 250)
        let clock = ContinuousClock()
        var count = 0
        let time = clock.measure { count = Linter.findings(in: cluster).count }
        #expect(count == 0)
        #expect(time < .seconds(2))
    }

    @Test("each instance of a shared mistake has its own finding")
    func findings() throws {
        let cluster = try ConfiguredCluster([
            "a": Self.node(200, instances: 20), "b": Self.node(100, instances: 20),
        ]).cluster
        let findings = Linter.findings(in: cluster)
        #expect(findings.count == 20)
        #expect(Set(findings.map(\.location)).count == 20)
        #expect(findings.allSatisfy { $0.subject == .rule(.weightBelowGap) })
    }
}
