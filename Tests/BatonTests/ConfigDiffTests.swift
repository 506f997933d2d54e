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
        ("priority 90", "priority 90\nall_unhealthy best", ["all_unhealthy"]),
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

    @Test("move_damping of one node only is a difference, and no contradiction")
    func moveDamping() throws {
        let result = try self.diff([("priority 90", "priority 90\n    move_damping")])
        #expect(result.code == 0)
        #expect(result.output.contains("differs: move_damping"), "\(result.output)")
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

    /// `auth_hmac` on one node and on the other, and the field that must match and does not; nil = they hear each other.
    static let signatures: [(String?, String?, String?)] = [
        (nil, nil, nil),
        ("key 1 KEY_A active_key 1", "key 1 KEY_A active_key 1", nil),
        ("key 1 KEY_A key 2 KEY_B active_key 1", "key 1 KEY_A key 2 KEY_B active_key 2", nil),
        ("key 1 KEY_A active_key 1", "key 1 KEY_B active_key 1", "auth_hmac_keys"),
        ("key 1 KEY_A active_key 1", "key 1 KEY_A key 2 KEY_B active_key 2", "auth_hmac_keys"),
        // A second key that only one has harms nobody.
        ("key 1 KEY_A active_key 1", "key 1 KEY_A key 2 KEY_B active_key 1", nil),
        ("key 1 KEY_A active_key 1", nil, "auth_hmac_mode"),
        ("key 1 KEY_A active_key 1 mode permissive", nil, "auth_hmac_mode"),
        ("key 1 KEY_A active_key 1 mode receive-only", nil, nil),
        ("key 1 KEY_A active_key 1 mode receive-only", "key 1 KEY_A active_key 1 mode permissive", nil),
        ("key 1 KEY_A active_key 1 mode receive-only", "key 1 KEY_A active_key 1", "auth_hmac_mode"),
    ]

    @Test("auth_hmac: two nodes that do not hear each other are told so, without a key", arguments: signatures)
    func messageAuthentication(first: String?, second: String?, field: String?) throws {
        func block(_ words: String?) -> String {
            guard let words else { return "" }
            let lines = words.replacingOccurrences(of: " active_key", with: "\nactive_key")
                .replacingOccurrences(of: " mode", with: "\nmode").replacingOccurrences(of: " key 2", with: "\nkey 2")
                .replacingOccurrences(of: "KEY_A", with: String(repeating: "a-secret", count: 4))
                .replacingOccurrences(of: "KEY_B", with: String(repeating: "b-secret", count: 4))
            return "auth_hmac {\n\(lines)\n}\n"
        }
        let plain = Self.node([("authentication {\n        auth_type PASS\n        auth_pass letmein\n    }", "HMAC")])
        #expect(plain.contains("HMAC"))
        try self.folder.write("a.conf", plain.replacingOccurrences(of: "HMAC", with: block(first)))
        var other = plain.replacingOccurrences(of: "HMAC", with: block(second))
        for (old, new) in Self.other { other = other.replacingOccurrences(of: old, with: new) }
        try self.folder.write("b.conf", other)
        for files in [["a.conf", "b.conf"], ["b.conf", "a.conf"]] {
            let result = try Program.baton(["config", "diff", "--format", "json"] + files, in: self.folder.path)
            #expect(result.code == (field == nil ? 0 : 1), "\(result.output)\(result.errors)")
            let document = try JSONValue(parsing: Array(result.output.utf8))
            let differences = document["instances"]?.array?.first?["differences"]?.array ?? []
            let named = differences.filter { $0["level"]?.string == "must_match" }.compactMap { $0["field"]?.string }
            #expect(named == (field.map { [$0] } ?? []))
            #expect(!(result.output + result.errors).contains("secret"))
        }
    }

    @Test("sync groups: instances that move together on one node only")
    func groups() throws {
        func second(_ name: String) -> String {
            "\nvrrp_instance \(name) {\n interface eth1\n virtual_router_id 9\n virtual_ipaddress {\n  10.9.9.9\n }\n}\n"
        }
        let group = "vrrp_sync_group VG {\n group {\n  VI_1\n  VI_2\n }\n}\n"
        try self.folder.write("a.conf", Self.node() + second("VI_2") + group)
        let other = Self.node(Self.other)
        try self.folder.write("b.conf", other + second("VI_2"))
        let result = try Program.baton(["config", "diff", "a.conf", "b.conf"], in: self.folder.path)
        #expect(result.code == 1)
        #expect(
            result.output.contains(
                "must match: sync_group: VG (a.conf:34) and none (default): it moves with VI_2 on the first node and with no "
                    + "other on the second"
            ),
            "\(result.output)"
        )
        // The names of groups and of instances are a node's own.
        try self.folder.write(
            "b.conf",
            other + second("OTHER")
                + group.replacingOccurrences(of: "VG", with: "G2")
                .replacingOccurrences(of: "VI_2", with: "OTHER")
        )
        let same = try Program.baton(["config", "diff", "a.conf", "b.conf"], in: self.folder.path)
        #expect(same.code == 0, "\(same.output)")
        #expect(same.output.contains("differs: sync_group: VG"))
    }

    @Test("trackers of processes and files are measures of health as scripts are")
    func trackers() throws {
        let tracker = "vrrp_track_process nginx {\n process nginx\n}\n"
        let track = ("    track_script {", "    track_process {\n        nginx\n    }\n    track_script {")
        try self.folder.write("a.conf", tracker + Self.node([track]))
        try self.folder.write("b.conf", tracker + Self.node(Self.other))
        let result = try Program.baton(["config", "diff", "a.conf", "b.conf"], in: self.folder.path)
        #expect(result.code == 1)
        #expect(result.output.contains("must match: track_process: nginx"), "\(result.output)")
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
