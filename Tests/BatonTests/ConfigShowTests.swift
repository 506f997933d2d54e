import Checks
import Foundation
import Testing

@testable import baton

/// `baton config show`: the effective configuration, and where each value comes from.
@Suite(.timeLimit(.minutes(2))) struct ConfigShowTests {
    private let folder: TemporaryFolder

    static let text = """
        global_defs {
            script_user nobody nogroup
            vrrp_garp_master_delay 3
            include more.conf
        }
        vrrp_script chk_web {
            script "/usr/bin/test -e '/run/it is'"
            interval 2
            weight -20
        }
        vrrp_instance VI_1 {
            state MASTER
            interface eth0
            virtual_router_id 33
            advert_int 2
            authentication {
                auth_type PASS
                auth_pass letmein
            }
            virtual_ipaddress {
                10.0.0.1/24
                10.0.0.2 dev eth1 scope link label eth1:1
                10.0.0.3/24 brd +
            }
            track_script {
                chk_web
            }
            track_interface {
                eth1 weight 10 reverse
            }
            notify_master "/usr/bin/x 'a b'"
            priority 150
        }
        """

    init() throws {
        self.folder = try TemporaryFolder()
        try self.folder.write("k.conf", Self.text)
        try self.folder.write("more.conf", "vrrp_version 3\n")
    }

    private func show(_ arguments: String...) throws -> Program.Result {
        try Program.baton(["config", "show"] + arguments, in: self.folder.path)
    }

    private func document(_ arguments: String...) throws -> JSONValue {
        let result = try Program.baton(
            ["config", "show", "--format", "json"] + arguments,
            in: self.folder.path
        )
        #expect(result.code == 0, "\(result.errors)")
        return try JSONValue(parsing: Array(result.output.utf8))
    }

    @Test("an instance under keepalived's names")
    func instance() throws {
        let document = try self.document("k.conf")
        let instance = try #require(document["instances"]?.array?.first)
        #expect(instance["iname"]?.string == "VI_1")
        #expect(instance["ifp_ifname"]?.string == "eth0")
        #expect(instance["vrid"]?.integer == 33)
        #expect(instance["version"]?.integer == 3)
        #expect(instance["base_priority"]?.integer == 150)
        #expect(instance["adver_int"]?.number == 2)
        #expect(instance["nopreempt"]?.boolean == false)
        #expect(instance["garp_delay"]?.integer == 3)
        #expect(instance["auth_type"]?.integer == 0)
        #expect(
            instance["vips"]?.array?.compactMap(\.string) == [
                "10.0.0.1/24 dev eth0 scope global", "10.0.0.2 dev eth1 scope link label eth1:1",
                "10.0.0.3/24 brd 10.0.0.255 dev eth0 scope global",
            ]
        )
        #expect(instance["evips"]?.array == [])
        #expect(instance["script_master"]?.string == "'/usr/bin/x' 'a b'")
    }

    @Test("move_damping with the defaults of what is not written, and nothing where it is off")
    func moveDamping() throws {
        let words = "    move_damping {\n        half_life 60\n        suppress 3\n    }\n    priority 150"
        try self.folder.write("damped.conf", Self.text.replacingOccurrences(of: "    priority 150", with: words))
        let instance = try #require(try self.document("damped.conf")["instances"]?.array?.first)
        #expect(
            instance["move_damping"]
                == .object([
                    "half_life": .number(60), "suppress": .number(3), "reuse": .number(1.5), "max": .number(240),
                ])
        )
        #expect(instance["origins"]?["move_damping"]?["line"]?.integer == 32)
        #expect(try self.show("damped.conf").output.contains("move_damping"))
        #expect(try self.document("k.conf")["instances"]?.array?.first?["move_damping"] == nil)
    }

    @Test("a script, as written, with the timeout and user that count")
    func script() throws {
        let script = try #require(try self.document("k.conf")["scripts"]?.array?.first)
        #expect(script["name"]?.string == "chk_web")
        #expect(script["command"]?.string == "/usr/bin/test -e '/run/it is'")
        #expect(script["interval"]?.number == 2)
        #expect(script["timeout"]?.number == 2)
        #expect(script["weight"]?.integer == -20)
        #expect(script["rise"]?.integer == 1 && script["fall"]?.integer == 1)
        #expect(script["user"]?.string == "nobody" && script["group"]?.string == "nogroup")
    }

    @Test("every value says where it was written, in included files and in global_defs, or that it was not")
    func origins() throws {
        let document = try self.document("k.conf")
        let origins = try #require(document["instances"]?.array?.first?["origins"])
        func place(_ name: String) -> String? {
            if let text = origins[name]?.string { return text }
            return (origins[name]?["file"]?.string).flatMap { file in
                origins[name]?["line"]?.integer.map { "\(file):\($0)" }
            }
        }
        #expect(place("iname") == "k.conf:11")
        #expect(place("base_priority") == "k.conf:32")
        #expect(place("adver_int") == "k.conf:15")
        #expect(place("version") == "more.conf:1")
        #expect(place("garp_delay") == "k.conf:3")
        #expect(place("garp_rep") == "default")
        // Without words of its own, it follows another one.
        #expect(place("garp_lower_prio_delay") == "k.conf:3")
        #expect(place("vips") == "k.conf:20")
        #expect(document["scripts"]?.array?.first?["origins"]?["user"]?["line"]?.integer == 2)
        #expect(document["scripts"]?.array?.first?["origins"]?["rise"]?.string == "default")
        let settings = try #require(document["instances"]?.array?.first)
        if case .object(let members) = settings, case .object(let places) = origins {
            #expect(Set(members.keys).subtracting(["origins"]) == Set(places.keys))
        }
    }

    @Test("the text form has each address and check with its own line")
    func page() throws {
        let result = try self.show("-f", "k.conf")
        #expect(result.code == 0)
        let lines = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("vrrp_instance VI_1 k.conf:11"))
        #expect(lines.contains("vips 10.0.0.1/24 dev eth0 scope global k.conf:21"))
        #expect(lines.contains("10.0.0.2 dev eth1 scope link label eth1:1 k.conf:22"))
        #expect(lines.contains("track_script chk_web weight -20 k.conf:26"))
        #expect(lines.contains("track_ifp eth1 weight 10 reverse k.conf:29"))
        #expect(lines.contains("garp_rep 5 default"))
    }

    @Test("routes, rules and options of addresses are shown as keepalived's dump shows them")
    func routes() throws {
        try self.folder.write(
            "r.conf",
            """
            vrrp_instance a {
                interface eth0
                virtual_router_id 1
                virtual_ipaddress {
                    10.0.0.1/24 no_track noprefixroute
                }
                virtual_routes {
                    192.168.0.0/16 via 10.0.0.254 dev eth0
                    src 10.0.0.1 to 192.0.2.1 via 10.0.0.254 dev eth0 metric 10 table 7
                }
                virtual_rules {
                    from 10.0.0.0/24 table 100 priority 1000
                    to 10.0.5.0/24 lookup 200 priority 50 no_track
                }
            }
            """
        )
        let instance = try #require(try self.document("r.conf")["instances"]?.array?.first)
        #expect(
            instance["vips"]?.array?.compactMap(\.string)
                == ["10.0.0.1/24 dev eth0 scope global noprefixroute no_track"]
        )
        #expect(
            instance["vroutes"]?.array?.compactMap(\.string) == [
                "prepend 192.168.0.0/16 via inet 10.0.0.254 dev eth0 proto 18",
                "prepend 192.0.2.1 src 10.0.0.1 via inet 10.0.0.254 dev eth0 table 7 proto 18 metric 10",
            ]
        )
        #expect(
            instance["vrules"]?.array?.compactMap(\.string).first
                == "from 10.0.0.0/24 priority 1000 tos 0x0 protocol 18 lookup 100"
        )
        #expect(instance["origins"]?["vroutes"]?["line"]?.integer == 7)
        let lines = try self.show("r.conf").lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains { $0.hasPrefix("vroutes prepend 192.168") && $0.hasSuffix("r.conf:8") })
    }

    @Test("a priority that the state gives stands where the state does")
    func owner() throws {
        try self.folder.write("o.conf", "vrrp_instance a {\ninterface eth0\nvirtual_router_id 1\nstate MASTER\n}\n")
        let instance = try #require(try self.document("o.conf")["instances"]?.array?.first)
        #expect(instance["base_priority"]?.integer == 255)
        #expect(instance["origins"]?["base_priority"]?["line"]?.integer == 4)
    }

    @Test("no password and no secret of a check is shown")
    func secrets() throws {
        try self.folder.write(
            "s.conf",
            """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 1
                authentication {
                    auth_type PASS
                    auth_pass letmein
                }
                virtual_ipaddress {
                    10.0.0.1
                }
            }
            check web {
                http http://127.0.0.1/ {
                    header "Authorization" "hunter2secret"
                }
                tracked_by all
            }
            """
        )
        for format in ["text", "json"] {
            let result = try self.show("s.conf", "--format", format)
            #expect(result.code == 0)
            #expect(!(result.output + result.errors).contains("letmein"))
            #expect(!(result.output + result.errors).contains("hunter2"))
            #expect(result.output.contains("********"))
        }
        let check = try #require(try self.document("s.conf")["checks"]?.array?.first)
        #expect(check["tracked_by"]?.array?.compactMap(\.string) == ["all"])
        let instance = try #require(try self.document("s.conf")["instances"]?.array?.first)
        #expect(instance["track_script"]?.array?.compactMap(\.string) == ["web"])
        #expect(instance["origins"]?["track_script"]?["line"]?.integer == 16)
    }

    static let node = """
        global_defs {
            vrrp_gna_interval 0.5
            notify_fifo /run/f
            notification_email {
                root "On call <a@b>"
            }
            smtp_alert
        }
        garp_group {
            garp_interval 0.002
            interface eth0
            interfaces {
                eth1
            }
        }
        static_ipaddress {
            192.0.2.77/24 dev eth0 track_group G
        }
        static_routes {
            198.51.100.0/24 via 192.0.2.1 dev eth0
        }
        static_rules {
            from 192.0.2.0/24 table 100 priority 900
        }
        track_group G {
            group {
                VI_1
            }
        }
        vrrp_track_process nginx {
            process nginx
        }
        vrrp_sync_group VG {
            group {
                VI_1
            }
            track_process {
                nginx
            }
            notify_priority_changes
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 1
            track_src_ip
            unicast_src_ip 192.0.2.2
            unicast_peer {
                192.0.2.3 min_ttl 250
            }
            auth_hmac {
                key 1 a-pass-phrase-nobody-may-see-12345
                key 2 hex:aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899
                active_key 2
                mode permissive
            }
            virtual_ipaddress {
                10.0.0.1
            }
        }
        """

    @Test("what the node has beside instances: static items, track_group, garp_group, FIFOs and mail")
    func statics() throws {
        try self.folder.write("n.conf", Self.node)
        let document = try self.document("n.conf")
        let statics = try #require(document["statics"])
        #expect(
            statics["static_ipaddress"]?.array?.compactMap(\.string)
                == ["192.0.2.77/24 dev eth0 scope global track_group G"]
        )
        #expect(
            statics["static_routes"]?.array?.compactMap(\.string)
                == ["prepend 198.51.100.0/24 via inet 192.0.2.1 dev eth0 proto 18"]
        )
        #expect(
            statics["static_rules"]?.array?.compactMap(\.string)
                == ["from 192.0.2.0/24 priority 900 tos 0x0 protocol 18 lookup 100"]
        )
        #expect(statics["origins"]?["static_routes"]?["line"]?.integer == 19)
        #expect(document["track_groups"]?.array?.first?["group"]?.array?.compactMap(\.string) == ["VI_1"])
        let group = try #require(document["garp_groups"]?.array?.first)
        #expect(group["garp_interval"]?.number == 0.002)
        #expect(group["gna_interval"] == .null)
        #expect(group["interfaces"]?.array?.compactMap(\.string) == ["eth0", "eth1"])
        #expect(group["origins"]?["garp_interval"]?["line"]?.integer == 9)
        #expect(group["origins"]?["gna_interval"]?.string == "default")
        let global = try #require(document["global"])
        #expect(global["vrrp_gna_interval"]?.number == 0.5)
        #expect(global["notify_fifos"]?.array?.compactMap(\.string) == ["/run/f"])
        #expect(global["notification_email"]?.array?.compactMap(\.string) == ["root", "On call <a@b>"])
        #expect(global["smtp_server"]?.string == "127.0.0.1 25")
        let lines = try self.show("n.conf").lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("static n.conf:16"))
        #expect(lines.contains { $0.hasPrefix("static_rules from 192.0.2.0/24") && $0.hasSuffix("n.conf:23") })
        #expect(lines.contains("garp_group n.conf:9"))
        #expect(lines.contains("track_group G n.conf:25"))
        // A file without any of it shows none of it.
        let plain = try self.show("k.conf").output
        for word in ["static", "garp_group", "track_group", "notification_email"] {
            #expect(!plain.contains("\n\(word)"), "\(word)")
        }
        #expect(try self.document("k.conf")["statics"]?["static_routes"]?.array == [])
    }

    @Test("a sync group and what it gives its members; peers with their own TTLs")
    func groups() throws {
        try self.folder.write("n.conf", Self.node)
        let document = try self.document("n.conf")
        let group = try #require(document["sync_groups"]?.array?.first)
        #expect(group["smtp_alert"]?.boolean == true)
        #expect(group["sync_group_tracking_weight"]?.boolean == false)
        #expect(group["origins"]?["smtp_alert"]?["line"]?.integer == 7)
        let instance = try #require(document["instances"]?.array?.first)
        #expect(instance["notify_priority_changes"]?.boolean == true)
        #expect(instance["origins"]?["notify_priority_changes"]?["line"]?.integer == 40)
        #expect(instance["track_process"]?.array?.compactMap(\.string) == ["nginx"])
        #expect(instance["origins"]?["track_process"]?["line"]?.integer == 38)
        #expect(instance["track_src_ip"]?.integer == 1)
        #expect(instance["unicast_peer_ttls"]?["192.0.2.3"]?["min_ttl"]?.integer == 250)
        #expect(instance["unicast_peer_ttls"]?["192.0.2.3"]?["max_ttl"]?.integer == 255)
    }

    @Test("auth_hmac: how, and which keys, and no key")
    func messageAuthentication() throws {
        try self.folder.write("n.conf", Self.node)
        let instance = try #require(try self.document("n.conf")["instances"]?.array?.first)
        #expect(instance["auth_hmac_mode"]?.string == "permissive")
        #expect(instance["auth_hmac_keys"]?.array?.compactMap(\.integer) == [1, 2])
        #expect(instance["auth_hmac_active_key"]?.integer == 2)
        #expect(instance["auth_hmac_anti_replay"]?.string == "time")
        #expect(instance["auth_hmac_time_window"]?.number == 5)
        #expect(instance["origins"]?["auth_hmac_mode"]?["line"]?.integer == 54)
        for format in ["text", "json"] {
            let result = try self.show("n.conf", "--format", format)
            #expect(result.code == 0)
            for secret in ["nobody-may-see", "aabbccdd", "170, 187", "[97"] {
                #expect(!(result.output + result.errors).contains(secret))
            }
        }
        #expect(try self.document("k.conf")["instances"]?.array?.first?["auth_hmac_mode"] == nil)
    }

    @Test("exit codes: 1 for errors, 4 for what cannot be read")
    func codes() throws {
        try self.folder.write("bad.conf", "vrrp_instance VI_1 {\n priority 300\n}\n")
        let bad = try self.show("bad.conf")
        #expect(bad.code == 1 && bad.output.isEmpty && bad.errors.contains("bad.conf:2:11"))
        #expect(try self.show("none.conf").code == 4)
        #expect(try self.show("--format", "yaml").code == 64)
    }

    @Test("several files are one document")
    func severalFiles() throws {
        let document = try self.document("k.conf", "k.conf")
        #expect(document.array?.count == 2)
        #expect(document.array?.first?["instances"] == document.array?.last?["instances"])
        #expect(try self.document("k.conf").array == nil)
    }

    @Test("what strict mode and vrrp_min_garp decide comes from there")
    func impliedOrigins() throws {
        try self.folder.write(
            "s.conf",
            """
            global_defs {
                vrrp_min_garp
                vrrp_garp_master_repeat 1
            }
            vrrp_track_file old {
                file /run/old
            }
            vrrp_instance A {
                strict_mode
                interface eth0
                virtual_router_id 1
                priority 100
                lower_prio_no_advert false
                virtual_ipaddress {
                    10.0.0.1
                }
                authentication {
                    auth_type PASS
                    auth_pass x
                }
            }
            vrrp_instance B {
                interface eth0
                virtual_router_id 2
                garp_master_delay 4
                virtual_ipaddress {
                    10.0.0.2
                }
            }
            """
        )
        let document = try self.document("s.conf")
        func line(_ block: JSONValue?, _ name: String) -> Int? { block?["origins"]?[name]?["line"]?.integer }
        let strict = document["instances"]?.array?.first
        for name in [
            "state", "down_timer_adverts", "garp_lower_prio_delay", "garp_lower_prio_rep", "lower_prio_no_advert",
            "higher_prio_send_advert", "owner_ignore_adverts", "auth_type",
        ] {
            #expect(line(strict, name) == 9, "\(name)")
        }
        #expect(strict?["origins"]?["preempt_delay"]?.string == "default")
        #expect(line(strict, "garp_delay") == 2 && line(strict, "garp_rep") == 3)
        let other = document["instances"]?.array?.last
        #expect(line(other, "garp_delay") == 25 && line(other, "garp_lower_prio_delay") == 2)
        #expect(other?["origins"]?["down_timer_adverts"]?.string == "default")
        #expect(line(document["global"], "vrrp_garp_master_delay") == 2)
        #expect(line(document["global"], "vrrp_garp_lower_prio_repeat") == 3)
        #expect(document["global"]?["origins"]?["vrrp_garp_master_refresh"]?.string == "default")
        #expect(line(document["checks"]?.array?.first, "name") == 5)
        #expect(line(document["checks"]?.array?.first, "weight") == nil)
    }
}
