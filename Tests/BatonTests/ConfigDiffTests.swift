import Checks
import Foundation
import Testing

@testable import baton

/// `baton config diff`: what two nodes of a cluster must have in common.
@Suite(.timeLimit(.minutes(2))) struct ConfigDiffTests {
    private let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
    }

    private static func node(_ replacements: [(String, String)] = []) -> String {
        var text = """
            vrrp_script chk {
                script "/usr/bin/true"
                interval 2
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51
                priority 100
                advert_int 1
                authentication {
                    auth_type PASS
                    auth_pass letmein
                }
                unicast_src_ip 10.0.0.1
                unicast_peer {
                    10.0.0.2
                }
                virtual_ipaddress {
                    10.0.0.10/24
                    10.0.0.11/24
                }
                track_script {
                    chk
                }
            }
            """
        for (old, new) in replacements { text = text.replacingOccurrences(of: old, with: new) }
        return text
    }

    /// What makes the first node's file the second's.
    private static let other = [
        ("priority 100", "priority 90"), ("10.0.0.1\n", "10.0.0.x\n"), ("10.0.0.2\n", "10.0.0.1\n"),
        ("10.0.0.x\n", "10.0.0.2\n"),
    ]

    private func diff(_ changes: [(String, String)], _ arguments: String...) throws -> Program.Result {
        try self.folder.write("a.conf", Self.node())
        try self.folder.write("b.conf", Self.node(Self.other + changes))
        return try Program.baton(["config", "diff", "a.conf", "b.conf"] + arguments, in: self.folder.path)
    }

    /// A change to the second node, and the fields that must match and no longer do.
    static let breaks: [(String, String, [String])] = [
        ("virtual_router_id 51", "virtual_router_id 52", ["vrid"]),
        ("advert_int 1", "advert_int 3", ["adver_int"]),
        ("priority 90", "priority 90\nversion 3", ["version", "auth_type"]),
        ("auth_pass letmein", "auth_pass other", ["auth_data"]),
        ("auth_type PASS", "", ["auth_type"]),
        ("10.0.0.11/24", "10.0.0.12/24", ["vips"]),
        ("    chk\n", "", ["track_script"]),
        ("    chk\n", "    chk weight 10\n", ["track_script_weights"]),
        ("/usr/bin/true", "/usr/bin/false", ["command"]),
        ("unicast_src_ip 10.0.0.2", "unicast_src_ip 10.0.0.3", ["unicast_peers"]),
        ("unicast_peer {\n        10.0.0.1\n    }", "", ["unicast_peers"]),
        ("        10.0.0.1\n", "        10.0.0.7\n", ["unicast_peers"]),
    ]

    @Test("what must match is named with both places, and ends with 1", arguments: breaks)
    func mustMatch(old: String, new: String, fields: [String]) throws {
        let result = try self.diff([(old, new)], "--format", "json")
        #expect(result.code == 1, "\(result.errors)")
        let document = try JSONValue(parsing: Array(result.output.utf8))
        let pairs = (document["instances"]?.array ?? []) + (document["checks"]?.array ?? [])
        let named = pairs.flatMap { $0["differences"]?.array ?? [] }.filter { $0["level"]?.string == "must_match" }
        #expect(named.compactMap { $0["field"]?.string } == fields)
        #expect(named.allSatisfy { $0["consequence"]?.string?.isEmpty == false })
        #expect(document["agrees"]?.boolean == false)
        #expect(!result.output.contains("letmein"))
    }

    @Test("nodes that differ only in what is their own agree")
    func agreement() throws {
        let result = try self.diff([])
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("agree in everything that must match"))
        let renamed = try self.diff([("VI_1", "OTHER"), ("eth0", "bond0"), ("interval 2", "interval 3")])
        #expect(renamed.code == 0)
        #expect(renamed.output.contains("vrrp_instance VI_1 (vrid 51 on eth0) and vrrp_instance OTHER"))
        #expect(renamed.output.contains("differs: interval: 2 (a.conf:3) and 3 (b.conf:3)"))
        #expect(renamed.output.contains("differs: ifp_ifname: eth0 (a.conf:6) and bond0 (b.conf:6)"))
    }

    @Test("the order of addresses does not matter")
    func order() throws {
        let swapped = [("10.0.0.10/24", "x"), ("10.0.0.11/24", "10.0.0.10/24"), ("x\n", "10.0.0.11/24\n")]
        #expect(try self.diff(swapped).code == 0)
    }

    @Test("the same priority is a tie, which should not be and may")
    func tie() throws {
        let result = try self.diff([("priority 90", "priority 100")])
        #expect(result.code == 0)
        #expect(result.output.contains("should differ: base_priority: 100 (a.conf:8) and 100 (b.conf:8): a tie"))
    }

    @Test("an instance that only one node has is named")
    func missing() throws {
        let extra = """
            vrrp_instance VI_2 {
                interface eth0
                virtual_router_id 9
                virtual_ipaddress {
                    10.9.9.9
                }
            }

            """
        try self.folder.write("a.conf", Self.node() + "\n" + extra)
        try self.folder.write("b.conf", Self.node(Self.other))
        for files in [["a.conf", "b.conf"], ["b.conf", "a.conf"]] {
            let result = try Program.baton(["config", "diff"] + files, in: self.folder.path)
            #expect(result.code == 1)
            #expect(
                result.output.contains(
                    "vrrp_instance VI_2 (vrid 9 on eth0) at a.conf:26 of a.conf has no counterpart in b.conf"
                ),
                "\(result.output)"
            )
        }
    }

    @Test("a file that cannot be read, or has errors, ends with 4")
    func unreadable() throws {
        try self.folder.write("a.conf", Self.node())
        try self.folder.write("bad.conf", "vrrp_instance x {\n")
        for other in ["none.conf", "bad.conf"] {
            #expect(try Program.baton(["config", "diff", "a.conf", other], in: self.folder.path).code == 4)
            #expect(try Program.baton(["config", "diff", other, "a.conf"], in: self.folder.path).code == 4)
        }
        #expect(try Program.baton(["config", "diff", "a.conf"], in: self.folder.path).code == 64)
    }

    @Test("one file with conditions is compared with itself as another node")
    func conditions() throws {
        let text = Self.node([("priority 100", "@n1 priority 100\n@n2 priority 90\n@n2 advert_int 2")])
        try self.folder.write("c.conf", text.replacingOccurrences(of: "unicast_src_ip 10.0.0.1", with: ""))
        let result = try Program.baton(
            ["config", "diff", "c.conf", "c.conf", "--id-a", "n1", "--id-b", "n2"],
            in: self.folder.path
        )
        #expect(result.output.contains("differs: base_priority: 100"))
    }
}
