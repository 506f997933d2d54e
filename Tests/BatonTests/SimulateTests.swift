import Checks
import Foundation
import FoundationXML
import Testing

@testable import Foresight
@testable import baton

@Suite("baton simulate")
struct SimulateTests {
    private let folder: TemporaryFolder

    static func node(_ priority: Int, more: String = "") -> String {
        """
        vrrp_script web {
            script "/usr/bin/test ! -e /run/web.down"
            interval 1
            fall 1
            rise 1
            weight -60
        }
        vrrp_instance VI_1 {
            version 3
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority \(priority)
            advert_int 1
            virtual_ipaddress {
                192.0.2.1/24
            }
            track_script {
                web
            }
        \(more)
        }

        """
    }

    init() throws {
        self.folder = try TemporaryFolder()
        try self.folder.write("node-a.conf", Self.node(150))
        try self.folder.write("b.conf", Self.node(100))
    }

    func simulate(_ arguments: String...) throws -> Program.Result {
        try Program.baton(["simulate", "--cluster", self.folder.path] + arguments, environment: ["LC_ALL": "C.UTF-8"])
    }

    func document(_ arguments: String...) throws -> JSONValue {
        let result = try Program.baton(
            ["simulate", "--cluster", self.folder.path, "--format", "json"] + arguments
        )
        #expect(result.code == 0, "\(result.errors)")
        return try JSONValue(parsing: Array(result.output.utf8))
    }

    @Test("JSON has the moves with their causes, the holders, the outages and the whole timeline")
    func json() throws {
        let document = try self.document("--fail", "web@node-a")
        let move = try #require(document["moves"]?.array?.first)
        #expect(document["moves"]?.array?.count == 1)
        #expect(move["instance"]?.string == "VI_1")
        #expect(move["from"]?.string == "node-a")
        #expect(move["to"]?.string == "b")
        #expect(move["at_ms"]?.integer.map { (4600...4620).contains($0) } == true)
        #expect(
            move["cause"]?.string
                == "node-a: check web is down after 1 failure, priority 150 → 90; "
                + "b: master node-a has the lower priority 90"
        )
        #expect(document["holders"]?["VI_1"]?.string == "b")
        #expect(document["settled"]?.boolean == true)
        let outage = try #require(document["outages"]?.array?.first)
        #expect(outage["from_ms"]?.integer == 0)
        #expect(outage["to_ms"] == move["at_ms"] && outage["duration_ms"] == move["at_ms"])
        #expect(outage["unfit_ms"] == move["at_ms"] && outage["unheld_ms"]?.integer == 0)
        #expect(document["timeline"]?["spans"]?.array?.isEmpty == false)
        #expect(document["timeline"]?["events"]?.array?.first?["kind"]?.string == "incident")
        #expect(document["violations"]?.array == [] && document["notes"]?.array == [])
    }

    /// What a `keepalived.conf` says of its checks, and where in the node's folder they are.
    static let folders: [(String, String)] = [
        ("", "checks.d/web.conf"),
        ("global_defs {\n checks_dir checks.d\n}\n", "checks.d/web.conf"),
        ("global_defs {\n checks_dir /etc/baton-none/checks.d\n}\n", "checks.d/web.conf"),
        ("global_defs {\n checks_dir /etc/baton-none/checks.d\n}\n", "etc/baton-none/checks.d/web.conf"),
        ("include /etc/baton-none/conf.d/*.conf\n", "conf.d/web.conf"),
    ]

    @Test("a node may have a folder with its checks in it, wherever its file says they are", arguments: folders)
    func nodeFolders(words: String, place: String) throws {
        let cluster = try TemporaryFolder()
        for (node, priority) in [("a", 150), ("b", 100)] {
            let parts = "\(node)/\(place)".split(separator: "/").dropLast()
            try FileManager.default.createDirectory(
                atPath: "\(cluster.path)/\(parts.joined(separator: "/"))",
                withIntermediateDirectories: true
            )
            let check = "check web {\n process nginx\n weight -60\n tracked_by all\n}\n"
            try cluster.write("\(node)/\(place)", check)
            let instance = Self.node(priority).components(separatedBy: "vrrp_instance").last ?? ""
            let text = "vrrp_instance\(instance)".replacingOccurrences(
                of: "track_script {\n        web\n    }",
                with: ""
            )
            try cluster.write("\(node)/keepalived.conf", words + text)
        }
        let result = try Program.baton(
            ["simulate", "--cluster", cluster.path, "--fail", "web@a", "--format", "json"]
        )
        #expect(result.code == 0, "\(result.errors)")
        let document = try JSONValue(parsing: Array(result.output.utf8))
        #expect(document["holders"]?["VI_1"]?.string == "b")
    }

    @Test("nobody is null")
    func nobody() throws {
        let document = try self.document("--crash", "node-a", "--at", "10s", "--crash", "b")
        #expect(document["holders"]?["VI_1"] == .null)
        #expect(document["moves"]?.array?.last?["to"] == .null)
        #expect(document["moves"]?.array?.last?["at_ms"]?.integer == 10_000)
        #expect(document["outages"]?.array?.last?["to_ms"] == .null)
    }

    @Test("each incident is at the time of the last --at before it, whatever the order of the options")
    func order() throws {
        func incidents(_ document: JSONValue) -> [String] {
            let events = document["timeline"]?["events"]?.array ?? []
            return events.filter { $0["kind"]?.string == "incident" }.map {
                "\($0["at_ms"]?.integer ?? -1) \($0["text"]?.string ?? "")"
            }
        }
        let first = try self.document(
            "--at",
            "20s",
            "--recover",
            "web@node-a",
            "--cut",
            "node-a-b",
            "--at",
            "1s",
            "--fail",
            "web@node-a",
            "--at",
            "90s",
            "--crash",
            "b",
            "--at",
            "1500ms",
            "--freeze",
            "b",
            "--at",
            "2",
            "--thaw",
            "b"
        )
        #expect(
            incidents(first) == [
                "1000 web fails on node-a", "1500 b freezes", "2000 b goes on after it was frozen",
                "20000 web passes again on node-a", "20000 the network between node-a and b is cut",
                "90000 b loses power",
            ]
        )
    }

    @Test("a longer outage than the budget ends with 1 and is named, also in JSON")
    func budget() throws {
        let within = try self.simulate("--crash", "node-a", "--budget", "4s")
        #expect(within.code == 0 && !within.output.contains("Violations"))
        let beyond = try self.simulate("--crash", "node-a", "--budget", "3s")
        #expect(beyond.code == 1)
        #expect(beyond.output.contains("VI_1: an outage lasts 3609 ms; the budget is 3000 ms"), "\(beyond.output)")
        let json = try self.simulate("--crash", "node-a", "--budget", "3s", "--format", "json")
        #expect(json.code == 1)
        let violation = try JSONValue(parsing: Array(json.output.utf8))["violations"]?.array?.first
        #expect(violation?["kind"]?.string == "budget" && violation?["instance"]?.string == "VI_1")
    }

    @Test("a split brain is a violation")
    func split() throws {
        let document = try self.document("--cut", "b-node-a", "--at", "9s", "--heal", "node-a-b")
        let violation = try #require(document["violations"]?.array?.first)
        #expect(violation["kind"]?.string == "split_brain")
        #expect(violation["nodes"]?.array?.compactMap(\.string).sorted() == ["b", "node-a"])
        #expect(document["holders"]?["VI_1"]?.string == "node-a")
    }

    @Test("without a terminal the text is plain")
    func plain() throws {
        let result = try self.simulate("--fail", "web@node-a")
        #expect(result.code == 0)
        #expect(result.output.utf8.allSatisfy { $0 < 128 })
        let lane = try #require(result.lines.first { $0.hasPrefix("  node-a") })
        #expect(lane.contains("xxx") && lane.hasSuffix("---"))
        #expect(result.lines.contains { $0.hasPrefix("  b ") && $0.contains("---###") })
        #expect(result.lines.allSatisfy { $0.hasPrefix("  ") || $0.count <= 80 })
    }

    static let wrongUsages: [([String], String)] = [
        (["--fail", "wab@node-a"], "no check of node-a is named 'wab' (known: web); did you mean 'web'?"),
        (["--fail", "web@node-b"], "no node is named 'node-b' (known: b, node-a); did you mean 'node-a'?"),
        (["--fail", "web"], "expected a check and a node, as in: --fail NAME@NODE"),
        (["--crash", "c"], "no node is named 'c' (known: b, node-a)"),
        (["--cut", "node-a"], "no node is named 'node'"),
        (["--cut", "b"], "expected two nodes, as in: --cut NODE-NODE"),
        (["--cut", "b-b"], "a node always hears itself"),
        (["--link-down", "eth1@b"], "no interface of b is named 'eth1' (known: eth0); did you mean 'eth0'?"),
        (["--at", "soon", "--crash", "b"], "--at soon: expected a time such as 250ms, 3s or 30m."),
        (["--at", "40d", "--crash", "b"], "--at 40d: expected at most 31d"),
        (["--for", "1s", "--at", "2s", "--crash", "b"], "--for 1s: ends before"),
        (["--crash", "b", "--format", "junit"], "--format junit is for --matrix"),
        (["--crash", "b", "--budget", "-1s"], "--budget"),
        (["--prove", "--matrix"], "--prove and --matrix: expected one of them."),
        (["--prove", "--crash", "b"], "--prove tries all failures: leave out"),
        (["--matrix", "--for", "1s"], "--matrix tries all failures: leave out"),
        (["--prove", "--svg", "x.svg"], "--svg draws a timeline"),
        (["--matrix", "--budget", "1s"], "--budget is for a timeline and for --prove"),
    ]

    @Test("mistakes end with 64, name what is known and what is near", arguments: wrongUsages)
    func mistakes(arguments: [String], message: String) throws {
        let result = try Program.baton(["simulate", "--cluster", self.folder.path] + arguments)
        #expect(result.code == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test("a proof of nodes that do not hear each other says so and ends with 1; warnings of the files are shown")
    func deaf() throws {
        let cluster = try TemporaryFolder()
        for (node, version) in [("a", 3), ("b", 2)] {
            try cluster.write(
                "\(node).conf",
                """
                vrrp_instance VI_1 {
                    version \(version)
                    interface eth0
                    virtual_router_id 51
                    priority \(node == "a" ? 150 : 100)
                    advert_int 1
                    wirtual_ipaddress
                    virtual_ipaddress {
                        192.0.2.1/24
                    }
                }
                """
            )
        }
        let result = try Program.baton(["simulate", "--cluster", cluster.path, "--prove", "--format", "json"])
        #expect(result.code == 1)
        #expect(result.errors.contains("error: VI_1: a and b are master at the same time while everything is fine"))
        #expect(result.errors.contains("a.conf:7:5: warning: unknown word 'wirtual_ipaddress'"))
        #expect(throws: Never.self) { try JSONValue(parsing: result.output.utf8) }
    }

    @Test("a cluster without a virtual router is said to be one")
    func empty() throws {
        let cluster = try TemporaryFolder()
        try cluster.write("a.conf", "global_defs {\n router_id x\n}\n")
        let result = try Program.baton(["simulate", "--cluster", cluster.path, "--crash", "a"])
        #expect(result.code == 0)
        #expect(result.output == "There is no virtual router in this cluster.\n")
        for option in ["--prove", "--matrix"] {
            let proof = try Program.baton(["simulate", "--cluster", cluster.path, option])
            #expect(proof.code == 1)
            #expect(proof.output.isEmpty)
            #expect(proof.errors.contains("there is no virtual router in this cluster"))
        }
    }

    @Test("files that do not load end with 4")
    func unreadable() throws {
        #expect(try Program.baton(["simulate", "--cluster", "\(self.folder.path)/none"]).code == 4)
        try self.folder.write("c.conf", "vrrp_instance x {\n")
        let result = try self.simulate("--crash", "b")
        #expect(result.code == 4)
        #expect(result.errors.contains("c.conf"))
    }

    @Test("the picture is one well-formed document without scripts, and every text in it is escaped")
    func drawing() throws {
        try self.folder.write("b.conf", Self.node(100).replacingOccurrences(of: "VI_1", with: "<&>"))
        try self.folder.write("node-a.conf", Self.node(150).replacingOccurrences(of: "VI_1", with: "<&>"))
        let path = "\(self.folder.path)/timeline.svg"
        let result = try self.simulate("--fail", "web@node-a", "--at", "20s", "--cut", "node-a-b", "--svg", path)
        #expect(result.code == 0, "\(result.errors)")
        let text = try self.folder.read("timeline.svg")
        let document = try XMLDocument(xmlString: text)
        let texts = try document.nodes(forXPath: "//*[local-name()='text']").compactMap(\.stringValue)
        #expect(!text.contains("<script") && !text.contains("href") && !text.contains("url("))
        #expect(text.contains("prefers-color-scheme: dark"))
        #expect(texts.contains("<&>  192.0.2.1"), "\(texts)")
        #expect(texts.contains { $0.contains("split brain") })
        #expect(text.contains("class=\"unfit\"") && text.contains("class=\"holding\""))
        let unwritable = try self.simulate("--svg", "\(self.folder.path)/none/x.svg")
        #expect(unwritable.code == 73)
        #expect(unwritable.errors.contains("cannot write"))
    }

    @Test("the page about simulations shows what is printed")
    func documentation() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Documentation/Simulation.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        let configuration = try #require(blocks.first { $0.hasPrefix("conf\n") }).dropFirst(5)
        let cluster = try TemporaryFolder()
        try cluster.write("a.conf", String(configuration))
        try cluster.write("b.conf", configuration.replacingOccurrences(of: "priority 150", with: "priority 100"))
        let examples = blocks.filter { $0.hasPrefix("console\n$ baton simulate --cluster cluster ") }
        #expect(examples.count == 2)
        for example in examples {
            let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
            let words = lines[1].split(separator: " ").dropFirst(2).map { $0 == "cluster" ? cluster.path : String($0) }
            let result = try Program.baton(words)
            #expect(result.output == lines.dropFirst(2).joined(separator: "\n"), "\(lines[1])")
            #expect(result.code == (words.contains("--budget") ? 1 : 0))
        }
    }

    @Test("on a terminal the lanes are blocks")
    func blocks() throws {
        let text = TimelinePage(
            Timeline(
                nodes: ["a", "b"],
                routers: [.init(name: "VI_1", address: "192.0.2.1", members: [0, 1], holder: 1)],
                moves: [],
                spans: [
                    .init(router: 0, node: 0, from: .zero, to: .seconds(5), standing: .unfit),
                    .init(router: 0, node: 0, from: .seconds(5), to: .seconds(10), standing: .fault),
                    .init(router: 0, node: 1, from: .zero, to: .seconds(5), standing: .waiting),
                    .init(router: 0, node: 1, from: .seconds(5), to: .seconds(10), standing: .holding),
                ],
                outages: [],
                splits: [],
                events: [],
                notes: [],
                end: .seconds(10),
                isSettled: true
            ),
            budget: nil,
            usesBlocks: true,
            width: 47
        ).text
        #expect(text.contains("  a  " + String(repeating: "▒", count: 20) + String(repeating: "×", count: 20)))
        #expect(text.contains("  b  " + String(repeating: "─", count: 20) + String(repeating: "█", count: 20)))
    }
}
