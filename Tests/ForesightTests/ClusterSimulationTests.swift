import Checks
import Foresight
import Testing

@Suite("Simulation of clusters")
struct ClusterSimulationTests {
    typealias Step = Scenario.Step

    static func pair(more: String = "", check: String = ConfiguredCluster.script("web")) throws -> Cluster {
        func node(_ priority: Int) -> String {
            check
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: more + "\n    track_script {\n        web\n    }\n"
                )
        }
        return try ConfiguredCluster(["a": node(150), "b": node(100)]).cluster
    }

    /// `a → b at 3609`, in milliseconds.
    static func moves(_ timeline: Timeline) -> [String] {
        timeline.moves.map { move in
            "\(self.name(move.from, timeline)) → \(self.name(move.to, timeline))"
        }
    }

    static func name(_ node: Int?, _ timeline: Timeline) -> String { node.map { timeline.nodes[$0] } ?? "nobody" }

    static func holder(_ timeline: Timeline, _ router: Int = 0) -> String {
        self.name(timeline.routers[router].holder, timeline)
    }

    static func isNear(_ time: Duration?, _ milliseconds: Int, within: Int = 30) -> Bool {
        guard let time else { return false }
        return abs(MeasuredFailoverTests.milliseconds(time) - Double(milliseconds)) <= Double(within)
    }

    @Test("without an incident nothing happens, and the better node has the address")
    func nothing() throws {
        let timeline = ClusterSimulation.play(Scenario(), of: try Self.pair())
        #expect(timeline.isSettled)
        #expect(timeline.moves.isEmpty && timeline.outages.isEmpty && timeline.events.isEmpty && timeline.notes.isEmpty)
        #expect(Self.holder(timeline) == "a")
    }

    @Test("a crash: three intervals and the skew of the backup, and back when the power is back")
    func crash() throws {
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .crash(0)), Step(at: .seconds(10), .start(0))]),
            of: try Self.pair()
        )
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        #expect(timeline.moves.first?.cause == "a loses power; b: no master was heard")
        #expect(timeline.outages.count == 1)
        // 3 s + 156/256 s.
        #expect(Self.isNear(timeline.outages.first?.unheld, 3609))
        #expect(timeline.outages.first?.unfit == .zero)
        #expect(timeline.splits.isEmpty)
    }

    @Test("a graceful stop hands over without an outage")
    func stop() throws {
        let timeline = ClusterSimulation.play(Scenario([Step(at: .seconds(1), .stop(0))]), of: try Self.pair())
        #expect(Self.moves(timeline) == ["a → b"])
        #expect(timeline.moves.first?.cause == "a: asked to stop; b: master a resigned")
        #expect(timeline.outages.isEmpty)
        #expect(timeline.splits.isEmpty)
        #expect(timeline.spans.last { $0.node == 0 }?.standing == .off)
    }

    @Test("maintenance hands over without an outage, outlives the agent, and its end brings the address back")
    func maintenance() throws {
        let timeline = ClusterSimulation.play(
            Scenario([
                Step(at: .seconds(1), .maintain(0)), Step(at: .seconds(20), .crash(0)),
                Step(at: .seconds(30), .start(0)),
                Step(at: .seconds(60), .unmaintain(0)), Step(at: .seconds(90), .unmaintain(0)),
            ]),
            of: try Self.pair()
        )
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        #expect(
            timeline.moves.first?.cause
                == "a: maintenance by operator (uid 0): as the scenario says; b: master a resigned"
        )
        #expect(timeline.moves.last.map { $0.at > .seconds(60) && $0.at < .seconds(65) } == true)
        #expect(timeline.outages.isEmpty)
        #expect(timeline.splits.isEmpty)
        #expect(timeline.notes.contains { $0.contains("nothing happens, because it is not in maintenance") })
    }

    @Test(
        "maintenance of a node without an agent holds for the one that is started, and of a frozen one from when it goes on"
    )
    func maintenanceOfOthers() throws {
        let crashed = ClusterSimulation.play(
            Scenario([
                Step(at: .seconds(5), .crash(0)), Step(at: .seconds(10), .maintain(0)),
                Step(at: .seconds(20), .start(0)),
                Step(at: .seconds(60), .unmaintain(0)), Step(at: .seconds(90), .stop(0)),
                Step(at: .seconds(100), .maintain(0)), Step(at: .seconds(101), .unmaintain(0)),
                Step(at: .seconds(102), .unmaintain(0)),
            ]),
            of: try Self.pair()
        )
        #expect(Self.moves(crashed) == ["a → b", "b → a", "a → b"])
        #expect(crashed.moves.dropFirst().first.map { $0.at > .seconds(60) && $0.at < .seconds(65) } == true)
        #expect(
            crashed.notes.filter { $0.contains("nothing happens") }
                == ["maintenance of a ends: nothing happens, because it is not in maintenance"]
        )
        let frozen = ClusterSimulation.play(
            Scenario([
                Step(at: .seconds(1), .freeze(0)), Step(at: .seconds(10), .maintain(0)),
                Step(at: .seconds(20), .thaw(0)),
            ]),
            of: try Self.pair()
        )
        #expect(Self.moves(frozen) == ["a → b"])
        #expect(!frozen.notes.contains { $0.contains("nothing happens") })
    }

    @Test("maintenance that ends during the handover is the reason for the move all the same")
    func shortMaintenance() throws {
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .seconds(1), .maintain(0)), Step(at: .milliseconds(1001), .unmaintain(0))]),
            of: try Self.pair()
        )
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        #expect(
            timeline.moves.first?.cause
                == "a: maintenance by operator (uid 0): as the scenario says; b: master a resigned"
        )
    }

    @Test("frozen, a node keeps its addresses and serves nothing; when it goes on it gives way before it speaks")
    func freeze() throws {
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .freeze(0)), Step(at: .seconds(10), .thaw(0))]),
            of: try Self.pair()
        )
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        #expect(Self.isNear(timeline.outages.first?.unfit, 3609))
        #expect(timeline.outages.count == 1)
        #expect(timeline.splits.isEmpty)
        #expect(timeline.events.contains { $0.text.contains("did not run for") })
    }

    @Test("cut off from each other both have the address; healed, one")
    func cut() throws {
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .cut(1, 0)), Step(at: .seconds(20), .heal(0, 1))]),
            of: try Self.pair()
        )
        #expect(timeline.splits.map(\.nodes) == [[0, 1]])
        #expect(Self.isNear(timeline.splits.first?.from, 3609))
        #expect(timeline.splits.first?.to.map { $0 > .seconds(20) && $0 < .seconds(21) } == true)
        #expect(timeline.outages.isEmpty)
        #expect(Self.holder(timeline) == "a")
        let lasting = ClusterSimulation.play(Scenario([Step(at: .zero, .cut(1, 0))]), of: try Self.pair())
        #expect(lasting.splits.map(\.to) == [nil])
    }

    @Test("a link that is lost is a fault, and over when it is back")
    func link() throws {
        let timeline = ClusterSimulation.play(
            Scenario([
                Step(at: .zero, .link(interface: "eth0", node: 0, isUp: false)),
                Step(at: .seconds(10), .link(interface: "eth0", node: 0, isUp: true)),
            ]),
            of: try Self.pair()
        )
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        // The link is gone before priority 0 could leave.
        #expect(Self.isNear(timeline.outages.first?.unheld, 3609))
        #expect(timeline.moves.first?.cause == "a: interface eth0 is down, fault; b: no master was heard")
    }

    @Test("a watched process is reported when it ends, a polled one with the next run")
    func watched() throws {
        let process = "check web {\n process nginx\n interval 5\n}\n"
        let fails = Scenario([Step(at: .milliseconds(200), .result(.fail, check: "web", node: 0))])
        let watched = ClusterSimulation.play(fails, of: try Self.pair(check: process))
        // The skew of the backup is all.
        #expect(Self.isNear(watched.outages.first?.length, 609))
        let polled = ClusterSimulation.play(
            fails,
            of: try Self.pair(check: ConfiguredCluster.script("web", interval: 5))
        )
        #expect(Self.isNear(polled.outages.first?.length, 4800 + 609))
    }

    @Test("fall and rise are counted, and the intervals by state are kept")
    func hysteresis() throws {
        let check = "check web {\n shell \"true\"\n interval 4\n fast_interval 1\n fall 3\n rise 2\n}\n"
        let timeline = ClusterSimulation.play(
            Scenario([
                Step(at: .seconds(1), .result(.fail, check: "web", node: 0)),
                Step(at: .seconds(30), .result(.pass, check: "web", node: 0)),
            ]),
            of: try Self.pair(check: check)
        )
        let health = timeline.events.filter { $0.kind == .health }
        #expect(
            health.map(\.text) == [
                "check web is down after 3 failures in a row", "check web is up after 2 passes in a row",
            ]
        )
        // The next run at 4 s, and two more a second apart.
        #expect(health.first?.at == .seconds(6))
        // Failing it runs every 4 s.
        #expect(health.last?.at == .seconds(33))
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
    }

    @Test("a check of checks fails with its members, and a blocked one is not held against anybody")
    func composite() throws {
        let checks = """
            check one {
                shell "true"
                interval 1
            }
            check two {
                shell "true"
                interval 1
                requires one
            }
            check web {
                any_of one two
                interval 10
            }

            """
        let cluster = try Self.pair(check: checks)
        let first = ClusterSimulation.play(
            Scenario([Step(at: .zero, .result(.fail, check: "two", node: 0))]),
            of: cluster
        )
        #expect(first.moves.isEmpty)
        let both = ClusterSimulation.play(
            Scenario([
                Step(at: .zero, .result(.fail, check: "two", node: 0)),
                Step(at: .seconds(5), .result(.fail, check: "one", node: 0)),
            ]),
            of: cluster
        )
        // two is blocked then: unknown, and nothing is known of the whole, which counts as a failure.
        #expect(both.events.contains { $0.text.contains("blocked: waits for one") })
        #expect(Self.holder(both) == "b")
    }

    @Test(
        "unicast, version 2, IPv6, virtual hardware addresses and signed advertisements are played as they are",
        arguments: [
            "unicast_peer {\n PEER\n }",
            "unicast_src_ip SELF\n unicast_peer {\n PEER\n }",
            "version 2",
            "version 2\n authentication {\n auth_type PASS\n auth_pass secret\n }",
            "use_vmac",
            "use_vmac vrrp.51\n vmac_xmit_base",
            "auth_hmac {\n key 1 a-long-secret-of-many-characters-here\n active_key 1\n }",
            "mcast_src_ip SELF",
        ]
    )
    func kinds(words: String) throws {
        var files: [String: String] = [:]
        for (node, priority, own, peer) in [("a", 150, "10.0.0.1", "10.0.0.2"), ("b", 100, "10.0.0.2", "10.0.0.1")] {
            var text = ""
            var rest = words[...]
            while let word = rest.firstRange(of: "SELF") ?? rest.firstRange(of: "PEER") {
                text += rest[..<word.lowerBound] + (rest[word] == "SELF" ? own : peer)
                rest = rest[word.upperBound...]
            }
            files[node] = ConfiguredCluster.instance("VI_1", priority: priority, more: text + rest)
        }
        let cluster = try ConfiguredCluster(files).cluster
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .crash(0)), Step(at: .seconds(10), .start(0))]),
            of: cluster
        )
        #expect(timeline.isSettled && timeline.notes.isEmpty, "\(timeline.notes)")
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        #expect(timeline.splits.isEmpty)
        #expect(Self.isNear(timeline.outages.first?.length, 3609))
    }

    @Test("IPv6, also with virtual hardware addresses", arguments: ["", "use_vmac", "unicast_peer {\n fe80::PEER\n }"])
    func ipv6(words: String) throws {
        func node(_ priority: Int, _ peer: Int) -> String {
            let words = words.split(separator: "PEER", omittingEmptySubsequences: false).joined(separator: "\(peer)")
            return ConfiguredCluster.instance("VI_6", priority: priority, address: "fe80::10/64", more: words)
        }
        let cluster = try ConfiguredCluster(["a": node(150, 2), "b": node(100, 1)]).cluster
        let timeline = ClusterSimulation.play(Scenario([Step(at: .zero, .crash(0))]), of: cluster)
        #expect(timeline.isSettled && timeline.notes.isEmpty, "\(timeline.notes)")
        #expect(Self.moves(timeline) == ["a → b"])
        #expect(Self.isNear(timeline.outages.first?.length, 3609))
    }

    @Test("three nodes: the next one takes over, and the one after")
    func three() throws {
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.instance("VI_1", priority: 150),
            "b": ConfiguredCluster.instance("VI_1", priority: 120),
            "c": ConfiguredCluster.instance("VI_1", priority: 100),
        ]).cluster
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .crash(0)), Step(at: .seconds(10), .crash(1)), Step(at: .seconds(20), .crash(2))]
            ),
            of: cluster
        )
        #expect(Self.moves(timeline) == ["a → b", "b → c", "c → nobody"])
        #expect(timeline.moves.last?.at == .seconds(20))
        #expect(timeline.outages.last.map { $0.to == nil } == true)
        #expect(Self.holder(timeline) == "nobody")
    }

    @Test("where no node says its address, each has the one that its peers name and it does not")
    func mesh() throws {
        let addresses = ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
        var files: [String: String] = [:]
        for (number, name) in ["a", "b", "c"].enumerated() {
            let peers = addresses.enumerated().filter { $0.offset != number }.map(\.element).joined(separator: "\n ")
            files[name] = ConfiguredCluster.instance(
                "VI_1",
                priority: 150 - 20 * number,
                more: "unicast_peer {\n \(peers)\n }"
            )
        }
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .crash(0)), Step(at: .seconds(10), .cut(1, 2))]),
            of: try ConfiguredCluster(files).cluster
        )
        #expect(timeline.notes.isEmpty, "\(timeline.notes)")
        #expect(Self.moves(timeline) == ["a → b", "b → c"])
        #expect(timeline.splits.map(\.nodes) == [[1, 2]])
    }

    @Test("an instance on two links, and two on one: each hears its own link only")
    func links() throws {
        func node(_ priority: Int) -> String {
            ConfiguredCluster.instance("one", priority: priority)
                + ConfiguredCluster.instance("two", priority: 250 - priority, interface: "eth1", address: "10.9.0.1/24")
                + ConfiguredCluster.instance("three", priority: priority, id: 52, address: "192.0.2.3/24")
        }
        let cluster = try ConfiguredCluster(["a": node(150), "b": node(100)]).cluster
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .link(interface: "eth0", node: 0, isUp: false))]),
            of: cluster
        )
        #expect(timeline.notes.isEmpty, "\(timeline.notes)")
        #expect(timeline.routers.map(\.holder) == [1, 1, 1])
        #expect(timeline.moves.map(\.router).sorted() == [0, 2])
    }

    @Test("two routers of a sync group move together")
    func syncGroup() throws {
        func node(_ priority: Int) -> String {
            ConfiguredCluster.script("web")
                + ConfiguredCluster.instance("out", priority: priority, more: " track_script {\n  web\n }\n")
                + ConfiguredCluster.instance(
                    "in",
                    priority: priority,
                    id: 52,
                    interface: "eth1",
                    address: "10.9.0.1/24"
                )
                + "vrrp_sync_group VG {\n group {\n  out\n  in\n }\n}\n"
        }
        let cluster = try ConfiguredCluster(["a": node(150), "b": node(100)]).cluster
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .result(.fail, check: "web", node: 0))]),
            of: cluster
        )
        #expect(timeline.routers.map(\.name) == ["out", "in"])
        #expect(Self.moves(timeline) == ["a → b", "a → b"])
        #expect(Set(timeline.moves.map(\.at)).count == 1)
        #expect(Self.holder(timeline, 0) == "b" && Self.holder(timeline, 1) == "b")
    }

    @Test("nodes that cannot understand each other are told of, and both have the address")
    func mismatch() throws {
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.instance("VI_1", priority: 150),
            "b": ConfiguredCluster.instance("VI_1", priority: 100, more: "version 2"),
        ]).cluster
        let timeline = ClusterSimulation.play(Scenario(), of: cluster)
        #expect(timeline.splits.count == 1)
        #expect(timeline.notes.contains { $0.hasPrefix("b: VI_1: discarded a packet from a:") }, "\(timeline.notes)")
    }

    @Test("a peer that is nobody's address is ignored and told of once")
    func strayPeer() throws {
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.instance(
                "VI_1",
                priority: 150,
                more: "unicast_src_ip 10.0.0.1\n unicast_peer {\n 10.0.0.2\n 10.0.0.9\n }"
            ),
            "b": ConfiguredCluster.instance(
                "VI_1",
                priority: 100,
                more: "unicast_src_ip 10.0.0.2\n unicast_peer {\n 10.0.0.1\n }"
            ),
        ]).cluster
        let timeline = ClusterSimulation.play(Scenario([Step(at: .zero, .crash(0))]), of: cluster)
        #expect(timeline.notes == ["a advertises to 10.0.0.9, which is no address of a node of this cluster"])
        #expect(Self.moves(timeline) == ["a → b"])
    }

    @Test(
        "a check that cannot be carried out: what follows is up to on_unknown",
        arguments: [
            ("fail", [3609 + 1000]), ("hold 30", [3609 + 31_000]), ("ignore", []),
        ]
    )
    func unknown(policy: String, times: [Int]) throws {
        let check = "check web {\n shell \"true\"\n interval 1\n weight -60\n on_unknown \(policy)\n}\n"
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .result(.unknown, check: "web", node: 0))]),
            of: try Self.pair(check: check)
        )
        #expect(timeline.isSettled)
        // The service may be as well as before: who has the address goes on serving it.
        #expect(timeline.outages.isEmpty)
        #expect(timeline.moves.count == times.count)
        for (move, time) in zip(timeline.moves, times) {
            // Up to an advertisement earlier, by where holding ends between two of them.
            #expect(Self.isNear(move.at, time - 500, within: 520), "\(move.at)")
            #expect(move.cause.contains("check web is down"))
        }
    }

    @Test("one node alone whose check cannot be carried out has no address: it fails closed")
    func alone() throws {
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.script("web")
                + ConfiguredCluster.instance("VI_1", priority: 150, more: " track_script {\n  web\n }\n")
        ]).cluster
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .result(.unknown, check: "web", node: 0))]),
            of: cluster
        )
        #expect(Self.moves(timeline) == ["a → nobody"])
        #expect(timeline.outages.map(\.to) == [nil])
        #expect(timeline.outages.first?.from == timeline.moves.first?.at)
    }

    @Test("a node that recovers waits for preempt_delay, and with nopreempt for ever")
    func preemption() throws {
        let scenario = Scenario([Step(at: .zero, .crash(0)), Step(at: .seconds(10), .start(0))])
        let delayed = ClusterSimulation.play(scenario, of: try Self.pair(more: "preempt_delay 60"))
        #expect(Self.moves(delayed) == ["a → b", "b → a"])
        #expect(delayed.moves.last.map { $0.at >= .seconds(70) && $0.at < .seconds(75) } == true)
        let never = ClusterSimulation.play(scenario, of: try Self.pair(more: "nopreempt"))
        #expect(Self.moves(never) == ["a → b"])
        #expect(Self.holder(never) == "b")
    }

    @Test("the owner of the addresses has them as soon as it runs")
    func owner() throws {
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.instance("VI_1", priority: 255),
            "b": ConfiguredCluster.instance("VI_1", priority: 100),
        ]).cluster
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .crash(0)), Step(at: .seconds(10), .start(0))]),
            of: cluster
        )
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        #expect(timeline.moves.last?.at == .seconds(10))
        #expect(timeline.outages.count == 1)
    }

    @Test("a link that counts as down later: the old holder is heard by nobody, and its routes are still there")
    func delayedLink() throws {
        let delays =
            "interface_up_down_delays {\n eth0 2\n}\nstatic_routes {\n 10.4.0.0/16 via 10.3.0.9 dev eth3\n}\n"
        let cluster = try ConfiguredCluster([
            "a": delays + ConfiguredCluster.instance("VI_1", priority: 150),
            "b": ConfiguredCluster.instance("VI_1", priority: 100),
        ]).cluster
        let timeline = ClusterSimulation.play(
            Scenario([
                Step(at: .zero, .link(interface: "eth0", node: 0, isUp: false)),
                Step(at: .seconds(10), .link(interface: "eth0", node: 0, isUp: true)),
            ]),
            of: cluster
        )
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        let fault = timeline.events.first { $0.kind == .fault }
        #expect(fault.map { $0.at > .seconds(1) && $0.at < .seconds(4) } == true)
        #expect(timeline.splits.isEmpty)
        #expect(!timeline.events.contains { $0.text.contains("set again") })
    }

    @Test("an interface that is tracked with a weight")
    func trackedInterface() throws {
        let cluster = try Self.pair(more: "track_interface {\n  eth9 weight -60\n }")
        #expect(ClusterSimulation.interfaces(of: cluster.nodes[0]) == ["eth0", "eth9"])
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .link(interface: "eth9", node: 0, isUp: false))]),
            of: cluster
        )
        #expect(Self.moves(timeline) == ["a → b"])
        #expect(timeline.moves.first?.cause.hasPrefix("a: interface eth9 is down, priority 150 → 90; b:") == true)
        #expect(Self.isNear(timeline.outages.first?.unfit, 3609))
    }

    @Test("an incident that changes nothing is told of")
    func nothingToDo() throws {
        let timeline = ClusterSimulation.play(
            Scenario([
                Step(at: .zero, .start(0)), Step(at: .zero, .thaw(1)), Step(at: .zero, .heal(0, 1)),
                Step(at: .zero, .result(.pass, check: "web", node: 0)),
                Step(at: .seconds(1), .crash(1)), Step(at: .seconds(2), .crash(1)), Step(at: .seconds(2), .stop(1)),
            ]),
            of: try Self.pair()
        )
        #expect(
            timeline.notes == [
                "a starts: nothing happens, because its agent runs",
                "b goes on after it was frozen: nothing happens, because it is not frozen",
                "the network between a and b is whole: nothing happens, because it is not cut",
                "web passes again on a: nothing happens, because its runs end so already",
                "b loses power: nothing happens, because it has no power",
                "the agent of b is asked to stop: nothing happens, because its agent does not run",
            ]
        )
        #expect(timeline.moves.isEmpty)
    }

    @Test("an hour of three nodes is played to its end, and quickly")
    func hour() throws {
        let cluster = try ConfiguredCluster([
            "a": ConfiguredCluster.script("web") + ConfiguredCluster.instance("VI_1", priority: 150),
            "b": ConfiguredCluster.script("web") + ConfiguredCluster.instance("VI_1", priority: 120),
            "c": ConfiguredCluster.script("web") + ConfiguredCluster.instance("VI_1", priority: 100),
        ]).cluster
        let began = ContinuousClock.now
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .seconds(3590), .crash(0))], duration: .seconds(3600)),
            of: cluster
        )
        #expect(timeline.end == .seconds(3600))
        #expect(Self.moves(timeline) == ["a → b"])
        // Unoptimised, on a machine that does something else: what is quadratic takes minutes.
        #expect(ContinuousClock.now - began < .seconds(10))
    }

    @Test("the same scenario leads to the same timeline")
    func determinism() throws {
        let scenario = Scenario([
            Step(at: .milliseconds(1234), .result(.fail, check: "web", node: 0)),
            Step(at: .seconds(7), .freeze(1)), Step(at: .seconds(12), .thaw(1)),
            Step(at: .seconds(13), .result(.pass, check: "web", node: 0)), Step(at: .seconds(20), .cut(0, 1)),
        ])
        let cluster = try Self.pair()
        #expect(ClusterSimulation.play(scenario, of: cluster) == ClusterSimulation.play(scenario, of: cluster))
    }

    @Test("a budget counts the longest outage of each router, and one that does not end")
    func budget() throws {
        let timeline = ClusterSimulation.play(Scenario([Step(at: .zero, .crash(0))]), of: try Self.pair())
        #expect(timeline.routers(exceeding: .seconds(3)).map(\.router) == [0])
        #expect(timeline.routers(exceeding: .seconds(4)).isEmpty)
        let none = ClusterSimulation.play(
            Scenario([Step(at: .zero, .crash(0)), Step(at: .zero, .crash(1))]),
            of: try Self.pair()
        )
        #expect(none.routers(exceeding: .seconds(1000)).map(\.router) == [0])
    }

    @Test("an agent that is started while it stops begins when it has stopped, unless it is stopped again")
    func startWhileStopping() throws {
        let steps = [Step(at: .seconds(1), .stop(0)), Step(at: .milliseconds(1100), .start(0))]
        let timeline = ClusterSimulation.play(Scenario(steps), of: try Self.pair())
        #expect(Self.moves(timeline) == ["a → b", "b → a"])
        #expect(timeline.notes.isEmpty)
        #expect(Self.holder(timeline) == "a")
        let again = steps + [Step(at: .milliseconds(1200), .stop(0))]
        let stopped = ClusterSimulation.play(Scenario(again), of: try Self.pair())
        #expect(Self.moves(stopped) == ["a → b"])
    }

    @Test(
        "a planned leave to a last resort is no outage",
        arguments: [Incident.maintain(0), .stop(0)]
    )
    func leaveToLastResort(leave: Incident) throws {
        let timeline = ClusterSimulation.play(
            Scenario([Step(at: .zero, .result(.fail, check: "web", node: 1)), Step(at: .seconds(20), leave)]),
            of: try Self.pair(more: "all_unhealthy best")
        )
        #expect(Self.moves(timeline) == ["a → b"])
        // What it has then serves nothing, but somebody has it.
        #expect(timeline.outages.map(\.unheld) == [.zero])
        #expect(timeline.splits.isEmpty)
    }
}
