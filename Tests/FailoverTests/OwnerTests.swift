import Checks
import Configuration
import Failover
import Testing
import VRRP

/// Two nodes with priority 255 on one link: a mistake that the election must survive, and that must be told.
@Suite struct OwnerTests {
    private static let higher = IPAddress(172, 20, 128, 250)
    private static let lower = IPAddress(172, 20, 128, 1)

    private static func warnings(_ effects: [Effect]) -> [String] {
        effects.compactMap { effect in
            if case .log(let line) = effect, line.level == .warning { line.text } else { nil }
        }
    }

    private static func owner(change: (inout InstanceConfiguration) -> Void = { _ in }) -> Bench {
        Bench.started(Bench.configuration([Bench.instance(priority: 255, change: change)]))
    }

    @Test("the one with the lower address yields, says why, and comes back when the other has gone")
    func yields() {
        var bench = Self.owner()
        #expect(bench.state == .master)
        let effects = bench.hear(priority: 255, from: Self.higher)
        #expect(bench.state == .backup)
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(Self.warnings(effects).count == 1)
        #expect(Self.warnings(effects).first?.hasPrefix("172.20.128.250 advertises priority 255, too") == true)
        #expect(Self.warnings(effects).first?.contains("the one with the higher address is master") == true)
        // Its priority is what it was: three intervals and a skew of 1/256 s later it is master again.
        #expect(bench.advance(.milliseconds(3000)).advertised == [])
        #expect(bench.advance(.milliseconds(10)).advertised == [255])
        #expect(bench.state == .master)
    }

    @Test("the one with the higher address stays, answers once an interval, and says so once a minute")
    func stays() {
        var bench = Self.owner()
        var effects: [Effect] = []
        for _ in 0..<40 {
            effects += bench.hear(priority: 255, from: Self.lower)
            effects += bench.advance(.seconds(1))
        }
        #expect(bench.state == .master)
        #expect(Self.warnings(effects).count == 1)
        #expect(bench.node.instances[0].counters.rivalOwners == 40)
        #expect(bench.node.status(version: "1", processID: 1, at: bench.now).contains(#""rival_owners":40"#))
        _ = bench.advance(.seconds(25))
        #expect(Self.warnings(bench.hear(priority: 255, from: Self.lower)).count == 1)
    }

    @Test("owner_ignore_adverts: both hold the addresses, and that is what is said")
    func deaf() {
        var bench = Self.owner { $0.router.ownerIgnoresAdvertisements = true }
        let effects = bench.hear(priority: 255, from: Self.higher)
        #expect(bench.state == .master)
        #expect(Self.warnings(effects).first?.contains("both hold them") == true)
    }

    @Test("nobody is warned of an owner beside an ordinary node, nor of one that leaves")
    func ordinary() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        #expect(Self.warnings(bench.hear(priority: 255, from: Self.higher)) == [])
        var owner = Self.owner()
        #expect(Self.warnings(owner.hear(priority: 0, from: Self.higher)) == [])
        #expect(Self.warnings(owner.hear(priority: 254, from: Self.higher)) == [])
        #expect(owner.node.instances[0].counters.rivalOwners == 0)
    }
}
