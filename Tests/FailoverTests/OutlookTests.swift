import Checks
import Configuration
import Failover
import Testing
import VRRP

/// What `baton explain` says a single change would do.
@Suite("What a single change would make of an instance")
struct OutlookTests {
    private static func outlook(_ bench: Bench) throws -> [String] {
        let answer = try JSONValue(parsing: Array(bench.node.explain("VI_1", at: bench.now).utf8))
        return try #require(answer["outlook"]?.array).compactMap(\.string)
    }

    private static func configuration(_ checks: [CheckDefinition], priority: UInt8 = 150, preempt: Bool = true)
        -> AgentConfiguration
    {
        Bench.configuration(
            [Bench.instance(priority: priority, checks: checks) { $0.router.preempt = preempt }],
            checks: checks
        )
    }

    /// A backup that has heard a master with this priority.
    private static func backup(_ checks: [CheckDefinition], failing: [String], preempt: Bool = true) throws -> Bench {
        var bench = Bench.started(Self.configuration(checks, priority: 100, preempt: preempt))
        for check in checks { _ = bench.report(check.name, failing.contains(check.name) ? .fail : .pass) }
        _ = bench.hear(priority: 120)
        return bench
    }

    @Test("a master: what would end it, faults first, then the deepest fall")
    func master() throws {
        let checks = [Bench.check("load", weight: -10), Bench.check("web", weight: -60), Bench.check("disk")]
        #expect(
            try Self.outlook(Bench.master(Self.configuration(checks))) == [
                "if check disk fails, this node leaves at once, and any backup takes over",
                "if check web fails, its priority falls to 90: a backup with more takes over",
                "if check load fails, its priority falls to 140: a backup with more takes over",
            ]
        )
        let many = (0..<9).map { Bench.check("c\($0)", weight: -1 - $0) }
        let sentences = try Self.outlook(Bench.master(Self.configuration(many)))
        #expect(sentences.count == 6)
        #expect(sentences.first == "if check c8 fails, its priority falls to 141: a backup with more takes over")
        #expect(sentences.last == "and 4 other changes would do so, too")
    }

    @Test("a backup: its rank, and what would let it take over")
    func backup() throws {
        let checks = [Bench.check("web", weight: 30), Bench.check("load", weight: 10)]
        #expect(
            try Self.outlook(Self.backup(checks, failing: ["web", "load"])) == [
                "has 100, 20 less than the master 172.20.128.3 with 120",
                "if check web passes, its priority is 130, and it takes over",
            ]
        )
        #expect(
            try Self.outlook(Self.backup(checks, failing: ["web"])).last
                == "if check web passes, its priority is 140, and it takes over"
        )
        #expect(
            try Self.outlook(Self.backup([checks[1]], failing: ["load"])) == [
                "has 100, 20 less than the master 172.20.128.3 with 120",
                "no single change on this node lets it take over from that master",
            ]
        )
        #expect(
            try Self.outlook(Self.backup(checks, failing: ["web", "load"], preempt: false)).last
                == "with nopreempt nothing on this node lets it take over from a master that is there"
        )
    }

    @Test("a fault: what would end it")
    func fault() throws {
        let checks = [Bench.check("disk"), Bench.check("web", weight: -60)]
        var bench = Bench.master(Self.configuration(checks))
        _ = bench.report("disk", .fail)
        #expect(try Self.outlook(bench) == ["if check disk passes, it competes again with priority 150"])
        _ = bench.report("web", .fail)
        #expect(try Self.outlook(bench) == ["if check disk passes, it competes again with priority 90"])
    }
}
