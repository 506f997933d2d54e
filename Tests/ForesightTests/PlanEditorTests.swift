import Checks
import Configuration
import Foresight
import Testing
import VRRP

/// Plans as changes of files: what comes out must load, prove, and need no further change.
@Suite("Plans as patches")
struct PlanEditorTests {
    private struct Patched {
        var diffs: [UnifiedDiff]
        var files: [String: String]
    }

    /// - Parameter files: By the name of the node.
    private static func patched(_ files: [String: String], _ request: PlanRequest = PlanRequest()) throws -> Patched {
        let cluster = try ConfiguredCluster(files).cluster
        let plan = try WeightPlanner(cluster, request).plan()
        let texts = Dictionary(uniqueKeysWithValues: files.map { ("/\($0.key).conf", Array($0.value.utf8)) })
        let edits = try PlanEditor(cluster, plan, lines: texts.mapValues { UnifiedDiff.lines(of: $0) }).edits()
        let diffs = Dictionary(grouping: edits, by: \.file).sorted { $0.key < $1.key }.map { file, edits in
            UnifiedDiff(path: file, text: texts[file] ?? [], edits: edits)
        }
        var result = files
        for (file, diff) in zip(Set(edits.map(\.file)).sorted(), diffs) {
            result[String(file.dropFirst().dropLast(5))] = String(decoding: diff.result, as: UTF8.self)
        }
        return Patched(diffs: diffs, files: result)
    }

    /// Loads what came out.
    private static func check(_ files: [String: String], _ request: PlanRequest = PlanRequest()) throws -> Cluster {
        let cluster = try ConfiguredCluster(files).cluster
        let plan = try WeightPlanner(cluster, request).plan()
        #expect(plan.cluster == cluster, "a second plan changes something")
        for finding in plan.proofs.flatMap(\.findings) {
            #expect(finding.verdict.refutation.map { $0.gravity < .warning } ?? true, "\(finding)")
        }
        return cluster
    }

    @Test("a number is replaced where it stands, and nothing else")
    func replacement() throws {
        func node(_ priority: Int) -> String {
            """
            # weight and priority
            vrrp_script web {
                script "/usr/bin/test ! -e /run/web.down" # weight
            \tweight   -30   # was 20
                interval 1
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51
                priority \(priority)
                virtual_ipaddress {
                    192.0.2.1/24
                }
                track_script {
                    web
                }
            }
            """
        }
        let patched = try Self.patched(["a": node(150), "b": node(100)])
        #expect(patched.files["a"] == node(150).replacing("weight   -30   #", with: "weight   -55   #"))
        #expect(
            patched.diffs.first?.text == """
                --- a/a.conf
                +++ b/a.conf
                @@ -1,7 +1,7 @@
                 # weight and priority
                 vrrp_script web {
                     script "/usr/bin/test ! -e /run/web.down" # weight
                -\tweight   -30   # was 20
                +\tweight   -55   # was 20
                     interval 1
                 }
                 vrrp_instance VI_1 {

                """
        )
        _ = try Self.check(patched.files)
    }

    @Test("a word that is missing gets a line of its own")
    func insertion() throws {
        func node(_ priority: String) -> String {
            """
            check web {
                tcp 127.0.0.1:80 {
                    connect_timeout 1
                }
                interval 1
                tracked_by all
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51\(priority)
                virtual_ipaddress {
                    192.0.2.1/24
                }
            }
            """
        }
        var request = PlanRequest()
        request.severities = ["web": .major]
        // b has the default, 100.
        let patched = try Self.patched(["a": node("\n    priority 100"), "b": node("")], request)
        let cluster = try Self.check(patched.files, request)
        #expect(cluster.nodes.map { $0.configuration.instances[0].router.basePriority.rawValue } == [250, 240])
        #expect(cluster.nodes.allSatisfy { $0.configuration.checks[0].weight.value == -15 })
        #expect(patched.files["b"]?.contains("\n    priority 240\n    virtual_router_id 51\n") == true)
        #expect(patched.files["b"]?.contains("{\n    weight -15\n    tcp 127.0.0.1:80 {\n") == true)
    }

    @Test("an instance's own weight of a check is changed there, one of an interface too")
    func entries() throws {
        func node(_ priority: Int) -> String {
            ConfiguredCluster.script("web", weight: -60) + ConfiguredCluster.script("log", weight: 20)
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: """
                            track_script {
                                web weight -2
                                log weight 2 reverse
                            }
                            track_interface {
                                eth1 weight -3
                                eth2
                            }
                        """
                )
        }
        var request = PlanRequest()
        request.severities = [
            "web": .major, "log": .major, "interface eth1": .major, "interface eth2": .major,
        ]
        let patched = try Self.patched(["a": node(200), "b": node(190)], request)
        let cluster = try Self.check(patched.files, request)
        let instance = cluster.nodes[1].configuration.instances[0]
        #expect(instance.trackedChecks.map(\.weight.value) == [-15, 15])
        #expect(instance.trackedChecks.map(\.weight.reverse) == [false, true])
        #expect(instance.trackedInterfaces.map(\.weight.value) == [-15, -15])
        #expect(patched.files["a"]?.contains("script \"/usr/bin/test ! -e /run/web.down\"") == true)
        #expect(patched.files["a"]?.contains("weight -60") == true)
        #expect(patched.files["a"]?.contains("eth2 weight -15\n") == true)
    }

    @Test("a value from a definition is refused where it does not stand, and replaced where it does")
    func definitions() throws {
        func node(_ priority: Int) -> String {
            "$W=-30\n$P=\(priority)\n"
                + ConfiguredCluster.script("web", weight: 0).replacing("weight 0", with: "weight $W")
                + ConfiguredCluster.instance("VI_1", priority: 1, more: "    track_script {\n        web\n    }\n")
                .replacing("priority 1\n", with: "priority $P\n")
        }
        let patched = try Self.patched(["a": node(150), "b": node(100)])
        let cluster = try Self.check(patched.files)
        #expect(cluster.nodes[0].configuration.instances[0].trackedChecks[0].weight.value == -55)
        #expect(patched.files["a"]?.contains("weight -55\n") == true)
        #expect(patched.files["a"]?.contains("priority $P\n") == true)
    }

    @Test("a check of two instances is changed once")
    func shared() throws {
        func node(_ priorities: (Int, Int)) -> String {
            let tracking = "    track_script {\n        web\n    }\n"
            return ConfiguredCluster.script("web", weight: -10)
                + ConfiguredCluster.instance("one", priority: priorities.0, more: tracking)
                + ConfiguredCluster.instance(
                    "two",
                    priority: priorities.1,
                    id: 52,
                    address: "192.0.2.2/24",
                    more: tracking
                )
        }
        // Each node is preferred for one of the two.
        let patched = try Self.patched(["a": node((150, 100)), "b": node((100, 150))])
        let cluster = try Self.check(patched.files)
        #expect(cluster.nodes[0].configuration.checks[0].weight.value == -55)
        #expect(patched.diffs.allSatisfy { $0.text.split(separator: "\n").count { $0.hasPrefix("+ ") } == 1 })
    }

    @Test("a line that two nodes read cannot have two numbers")
    func conflict() throws {
        let text =
            ConfiguredCluster.script("web", weight: -60)
            + ConfiguredCluster.instance("VI_1", priority: 100, more: "    track_script {\n        web\n    }\n")
        let single = try ConfiguredCluster(["a": text]).cluster
        // Both nodes read one file.
        let cluster = Cluster(
            ["a", "b"].map { name in
                var node = single.nodes[0]
                node.name = name
                return node
            }
        )
        let plan = try WeightPlanner(cluster, PlanRequest()).plan()
        let editor = PlanEditor(cluster, plan, lines: ["/a.conf": UnifiedDiff.lines(of: Array(text.utf8))])
        let failure = try #require(throws: EditFailure.self) { try editor.edits() }
        #expect(failure.message.contains("must differ"))
        #expect(failure.location?.file == "/a.conf")
    }

    @Test("a node that looks for the trouble itself goes on doing so, in a definition and in an instance's own weight")
    func reverse() throws {
        func node(_ priority: Int, _ definition: String, _ own: String = "") -> String {
            ConfiguredCluster.script("web", weight: 0).replacing("weight 0", with: "weight \(definition)")
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: "    track_script {\n        web\(own)\n    }\n"
                )
        }
        let clusters = [
            ["a": node(150, "10 reverse"), "b": node(100, "-10")],
            ["a": node(150, "-10", " weight 10 reverse"), "b": node(100, "-10")],
            ["a": node(150, "-10"), "b": node(100, "10 reverse")],
            ["a": node(150, "-10 reverse"), "b": node(100, "10")],
        ]
        for files in clusters {
            let before = try ConfiguredCluster(files).cluster
            let plan = try WeightPlanner(before, PlanRequest()).plan()
            let patched = try Self.patched(files)
            let after = try ConfiguredCluster(patched.files).cluster
            let refuted = plan.proofs(of: after).flatMap(\.findings).filter {
                ($0.verdict.refutation?.gravity ?? .notice) > .notice
            }
            // The one word by which the nodes differ is left to be said.
            #expect(refuted.allSatisfy { $0.property == .symmetric }, "\(refuted)")
            #expect(plan.difference(to: after) == nil)
            #expect(plan.difference(to: before) != nil)
            for (before, after) in zip(before.nodes, after.nodes) {
                let (before, after) = (before.configuration.instances[0], after.configuration.instances[0])
                let reverse = before.trackedChecks[0].weight.reverse
                #expect(after.trackedChecks[0].weight == CheckWeight(value: reverse ? 55 : -55, reverse: reverse))
            }
            let again = try Self.patched(patched.files)
            #expect(again.diffs == [])
        }
    }

    @Test("what the files say is compared with the plan, number by number")
    func difference() throws {
        func node(_ priority: Int, weight: Int, interface: Int) -> String {
            ConfiguredCluster.script("web", weight: weight)
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: """
                            track_script {
                                web
                            }
                            track_interface {
                                eth1 weight \(interface)
                            }
                        """
                )
        }
        func cluster(_ first: String) throws -> Cluster {
            try ConfiguredCluster(["a": first, "b": node(190, weight: -15, interface: -15)]).cluster
        }
        let plan = try WeightPlanner(try cluster(node(200, weight: -15, interface: -15)), PlanRequest()).plan()
        #expect(plan.difference(to: plan.cluster) == nil)
        for (text, expected) in [
            (node(201, weight: -15, interface: -15), "the priority of VI_1 is 201, not 200"),
            (node(200, weight: 15, interface: -15), "the weight of web in VI_1 is 15, not -15"),
            (node(200, weight: -15, interface: -14), "the weight of interface eth1 in VI_1 is -14, not -15"),
        ] {
            #expect(plan.difference(to: try cluster(text)) == expected)
        }
    }

    @Test("lines are bytes, and a name with a space ends at a tab")
    func encoding() throws {
        let text: [UInt8] = Array("# caf".utf8) + [0xE9] + Array("\nweight -1 # ".utf8) + [0xE9] + Array("\n".utf8)
        let edit = TextEdit(file: "f", line: 2, change: .replace(7..<9, "-55"), node: "a", purpose: "p")
        let diff = UnifiedDiff(path: "a b/c.conf", text: text, edits: [edit])
        #expect(diff.bytes.count { $0 == 0xE9 } == 3)
        #expect(diff.result == Array("# caf".utf8) + [0xE9] + Array("\nweight -55 # ".utf8) + [0xE9, 0x0A])
        #expect(diff.text.hasPrefix("--- a/a b/c.conf\t\n+++ b/a b/c.conf\t\n@@ -1,2 +1,2 @@\n"))
    }

    @Test("a file without a newline at its end stays one, and hunks add up")
    func hunks() {
        let text = Array((1...30).map { "line \($0)" }.joined(separator: "\n").utf8)
        func edit(_ line: Int, _ change: TextEdit.Change) -> TextEdit {
            TextEdit(file: "f", line: line, change: change, node: "a", purpose: "p")
        }
        let diff = UnifiedDiff(
            path: "f",
            text: text,
            edits: [edit(2, .insert("new")), edit(15, .replace(5..<7, "fifteen")), edit(30, .replace(5..<7, "x"))]
        )
        #expect(
            diff.text == """
                --- a/f
                +++ b/f
                @@ -1,5 +1,6 @@
                 line 1
                +new
                 line 2
                 line 3
                 line 4
                 line 5
                @@ -12,7 +13,7 @@
                 line 12
                 line 13
                 line 14
                -line 15
                +line fifteen
                 line 16
                 line 17
                 line 18
                @@ -27,4 +28,4 @@
                 line 27
                 line 28
                 line 29
                -line 30
                \\ No newline at end of file
                +line x
                \\ No newline at end of file

                """
        )
        #expect(diff.result.last == UInt8(ascii: "x"))
    }
}
