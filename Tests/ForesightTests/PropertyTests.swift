import Checks
import Failover
import Foresight
import Testing

/// Properties that are no matter of one router's sums.
@Suite("Further properties")
struct PropertyTests {
    private static func tracking(_ checks: String...) -> String {
        "    track_script {\n\(checks.map { "        \($0)\n" }.joined())    }\n"
    }

    private static func verdict(_ property: Property, _ files: [String: String]) throws -> Verdict {
        let cluster = try ConfiguredCluster(files).cluster
        return Prover(try #require(cluster.routers.first), of: cluster).verdict(on: property)
    }

    @Test("P7 names the checks that a node lacks or weighs in its own way")
    func symmetry() throws {
        let a =
            ConfiguredCluster.script("web", weight: -60) + ConfiguredCluster.script("disk", weight: -60)
            + ConfiguredCluster.instance("VI_1", priority: 150, more: Self.tracking("web", "disk"))
        let b =
            ConfiguredCluster.script("web", weight: -20)
            + ConfiguredCluster.instance("VI_1", priority: 100, more: Self.tracking("web"))
        let refutation = try #require(try Self.verdict(.symmetric, ["a": a, "b": b]).refutation)
        #expect(refutation.gravity == .warning)
        #expect(refutation.summary == "web has weight -60 on a, -20 on b")
        #expect(refutation.details == ["disk is not checked on b"])
        #expect(try Self.verdict(.symmetric, ["a": a, "b": a]) == .proved)
    }

    @Test(
        "P8 finds a check that asks the virtual address, whatever it asks with",
        arguments: [
            ("http http://192.0.2.1:8080/health", false), ("tcp 192.0.2.1:80", false), ("ping 192.0.2.1", false),
            ("http http://127.0.0.1/health", true), ("tcp 192.0.2.11:80", true),
        ]
    )
    func stability(kind: String, holds: Bool) throws {
        let node =
            "check web {\n    \(kind)\n    weight -60\n    tracked_by all\n}\n"
            + ConfiguredCluster.instance("VI_1", priority: 150)
        let verdict = try Self.verdict(.stable, ["a": node, "b": node])
        #expect((verdict == .proved) == holds)
        #expect((verdict.refutation?.gravity == .error) == !holds)
    }

    @Test("P8 does not judge what it cannot see")
    func unseen() throws {
        let node =
            ConfiguredCluster.script("web", weight: -60)
            + ConfiguredCluster.instance("VI_1", priority: 150, more: Self.tracking("web"))
        #expect(
            try Self.verdict(.stable, ["a": node, "b": node])
                == .notApplicable("what web looks at is not to be seen in a configuration")
        )
    }

    private static func group(_ outside: Int, _ inside: Int, weight: Int = -60, weights: String = "") -> String {
        ConfiguredCluster.script("web", weight: weight)
            + ConfiguredCluster.instance("out", priority: outside, more: Self.tracking("web"))
            + ConfiguredCluster.instance("in", priority: inside, id: 52, address: "198.51.100.1/24")
            + "vrrp_sync_group G {\n    group {\n        out\n        in\n    }\n\(weights)}\n"
    }

    @Test("P10: members of a group that order the nodes differently are found, also after a failure only")
    func groups() throws {
        #expect(
            try Self.verdict(.group, ["a": Self.group(150, 150), "b": Self.group(100, 100)]) == .proved
        )
        let crossed = try Self.verdict(.group, ["a": Self.group(150, 100), "b": Self.group(100, 150)])
        #expect(crossed.refutation?.gravity == .error)
        #expect(crossed.refutation?.counterexample?.failures == 0)
        let weights = "    sync_group_tracking_weight\n"
        let weighted = try Self.verdict(
            .group,
            ["a": Self.group(150, 150, weights: weights), "b": Self.group(100, 100, weights: weights)]
        )
        // The check takes from one member what it leaves the other.
        #expect(weighted.refutation?.counterexample?.failures == 1)
        let summary =
            "out and in disagree: a 90, b 100 in one, a 150, b 100 in the other, so neither node is master of both"
        #expect(weighted.refutation?.summary == summary)
        let alone = ConfiguredCluster.instance("VI_1", priority: 150)
        #expect(
            try Self.verdict(.group, ["a": alone, "b": alone]) == .notApplicable("it is in no sync group with another")
        )
    }

    @Test("a fault of one member is one of the whole group")
    func sharedFault() throws {
        let files = ["a": Self.group(150, 150, weight: 0), "b": Self.group(100, 100, weight: 0)]
        let cluster = try ConfiguredCluster(files).cluster
        let inside = try #require(cluster.routers.first { $0.name == "in" })
        let candidate = Candidate(cluster, inside.members[0])
        #expect(candidate.factors.map(\.name) == ["web"])
        #expect(candidate.standing(Failures([0])).isFault)
        #expect(!candidate.standing().isFault)
    }

    @Test("an observed check counts for nothing")
    func observed() throws {
        let node =
            "check web {\n    tcp 127.0.0.1:80\n    weight -60\n    mode observe\n    tracked_by all\n}\n"
            + ConfiguredCluster.instance("VI_1", priority: 150)
        let cluster = try ConfiguredCluster(["a": node, "b": node]).cluster
        #expect(Candidate(cluster, cluster.routers[0].members[0]).factors.isEmpty)
    }

    @Test("with three nodes, a third one that would win is off in the counterexample")
    func third() throws {
        func node(_ priority: Int) -> String {
            ConfiguredCluster.script("web", weight: -15)
                + ConfiguredCluster.instance("VI_1", priority: priority, more: Self.tracking("web"))
        }
        let files = ["a": node(150), "b": node(140), "c": node(130)]
        #expect(try Self.verdict(.effective, files) == .proved)
        let refutation = try #require(try Self.verdict(.noInversion, files).refutation)
        // b is off: a with its failure, 135, stays before c, 130.
        #expect(refutation.counterexample?.standings.map(\.isStopped) == [false, true, false])
        #expect(refutation.counterexample?.holder == 0)
        #expect(refutation.counterexample?.expected == 2)
    }

    @Test("P5: a cut that hides a failure from a healthy node is an error")
    func hiddenFailure() throws {
        let node =
            ConfiguredCluster.script("web", weight: 50) + ConfiguredCluster.script("disk", weight: -10)
            + ConfiguredCluster.instance("VI_1", priority: 240, more: Self.tracking("web", "disk"))
        let refutation = try #require(try Self.verdict(.noClamp, ["a": node, "b": node]).refutation)
        #expect(refutation.gravity == .error)
        // 280 and 290 are both cut to 254.
        #expect(refutation.counterexample?.standings.map(\.ledger.sum) == [280, 290])
    }

    @Test(
        "a failure takes, whatever the sign of the weight and the direction",
        arguments: [-40, 0, 40],
        [true, false]
    )
    func direction(value: Int, reverse: Bool) {
        let factor = Factor(source: .check("web"), weight: CheckWeight(value: value, reverse: reverse))
        #expect(factor.magnitude == value.magnitude)
        #expect(factor.isFatal == (value == 0))
    }

    @Test("P2 is about nodes that may preempt")
    func marginOfPreempting() throws {
        func node(_ priority: Int, _ more: String = "", weight: Int = -52) -> String {
            ConfiguredCluster.script("web", weight: weight)
                + ConfiguredCluster.instance("VI_1", priority: priority, more: more + Self.tracking("web"))
        }
        let files = ["a": node(150), "b": node(120, "    nopreempt\n"), "c": node(100)]
        let refutation = try #require(try Self.verdict(.margin, files).refutation)
        #expect(refutation.summary == "where web fails on a, c wins by 2 only")
        // P1 compares with the same one.
        let weak = [
            "a": node(150, weight: -45), "b": node(120, "    nopreempt\n", weight: -45), "c": node(100, weight: -45),
        ]
        let effective = try #require(try Self.verdict(.effective, weak).refutation)
        #expect(effective.summary.hasSuffix("105 is still more than 100"))
    }

    @Test("P8 looks at the addresses of the whole sync group")
    func stabilityOfGroups() throws {
        func node(_ priority: Int, _ grouped: Bool) -> String {
            "check web {\n    http http://198.51.100.1/\n    weight 0\n}\n"
                + ConfiguredCluster.instance("out", priority: priority, more: Self.tracking("web"))
                + ConfiguredCluster.instance("in", priority: priority, id: 52, address: "198.51.100.1/24")
                + (grouped ? "vrrp_sync_group G {\n    group {\n        out\n        in\n    }\n}\n" : "")
        }
        let refutation = try #require(
            try Self.verdict(.stable, ["a": node(150, true), "b": node(100, true)]).refutation
        )
        #expect(refutation.summary.hasPrefix("web on a asks 198.51.100.1"))
        #expect(try Self.verdict(.stable, ["a": node(150, false), "b": node(100, false)]) == .proved)
    }

    @Test("P8 looks at the members of a composite", arguments: [("192.0.2.1", false), ("127.0.0.1", true)])
    func stabilityOfMembers(host: String, holds: Bool) throws {
        let node =
            "check vip {\n    http http://\(host)/\n}\ncheck inner {\n    not vip\n}\n"
            + "check all {\n    all_of inner\n    weight -60\n    tracked_by all\n}\n"
            + ConfiguredCluster.instance("VI_1", priority: 150)
        let verdict = try Self.verdict(.stable, ["a": node, "b": node])
        #expect((verdict == .proved) == holds)
        #expect((verdict.refutation?.summary.hasPrefix("vip on a asks") ?? false) == !holds)
    }

    @Test("P10 of many checks with different weights takes no time")
    func manyChecks() throws {
        let names = (0..<24).map { "c\($0)" }
        func node(_ priority: Int) -> String {
            func tracked(_ factor: Int) -> String {
                "    track_script {\n"
                    + names.enumerated().map { "        \($1) weight -\(3 + ($0 * $0 * factor + $0 * 37) % 235)\n" }
                    .joined()
                    + "    }\n"
            }
            return names.map { ConfiguredCluster.script($0) }.joined()
                + ConfiguredCluster.instance("out", priority: priority, more: tracked(41))
                + ConfiguredCluster.instance(
                    "in",
                    priority: priority,
                    id: 52,
                    address: "198.51.100.1/24",
                    more: tracked(29)
                )
                + "vrrp_sync_group G {\n    group {\n        out\n        in\n    }\n"
                + "    sync_group_tracking_weight\n}\n"
        }
        let begin = ContinuousClock.now
        #expect(try Self.verdict(.group, ["a": node(150), "b": node(120)]).refutation != nil)
        // A tenth of a second; set by set it is half a minute.
        #expect(ContinuousClock.now - begin < .seconds(10))
    }
}
