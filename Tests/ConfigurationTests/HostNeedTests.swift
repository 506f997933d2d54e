import Checks
import Configuration
import Testing

/// What a configuration names of its host, and where.
@Suite struct HostNeedTests {
    private static func missing(_ text: String, _ known: Set<String> = ["eth0"]) -> [String] {
        var result = parse(text)
        result.diagnostics = []
        result.add(result.needs.missingInterfaces(among: known))
        return result.diagnostics.map {
            "\($0.location.line):\($0.location.column) \($0.severity.name) \($0.message.prefix { $0 != "," })"
        }
    }

    @Test(
        "an interface that is missing is reported at its own word, whatever names it",
        arguments: [
            (
                "track_interface {\n eth0\n eth8 weight 5\n}",
                ["4:2 error vrrp_instance VI_1: interface eth8 does not exist"]
            ),
            ("vrf blue", ["2:5 error vrrp_instance VI_1: interface blue does not exist"]),
            ("use_vmac v eth8", ["2:12 error vrrp_instance VI_1: interface eth8 does not exist"]),
            (
                "virtual_ipaddress_excluded {\n 192.0.2.8/24 label eth8 dev eth8\n}",
                ["3:30 error vrrp_instance VI_1: interface eth8 does not exist"]
            ),
            (
                "virtual_routes {\n 10.0.0.0/8 via 192.0.2.1 dev eth8\n}",
                ["3:31 error vrrp_instance VI_1: interface eth8 does not exist"]
            ),
        ]
    )
    func instances(lines: String, expected: [String]) {
        #expect(Self.missing(instance(lines)) == expected)
    }

    @Test("the caret stands under it")
    func caret() {
        let result = parse(instance("track_interface {\n  eth8\n}"))
        let text = result.needs.missingInterfaces(among: ["eth0"]).map { $0.rendered() }.joined()
        #expect(text.contains("\n      eth8\n      ^~~~\n"))
    }

    @Test("what a sync group tracks is reported once, in the group")
    func groups() {
        let other = "vrrp_instance VI_2 {\ninterface eth0\nvirtual_router_id 34\nvirtual_ipaddress {\n192.0.2.8\n}\n}\n"
        let group = "vrrp_sync_group G {\ngroup {\nVI_1\nVI_2\n}\ntrack_interface {\neth7\n}\n}\n"
        #expect(
            Self.missing(group + instance("") + other) == ["7:1 error vrrp_sync_group G: interface eth7 does not exist"]
        )
    }

    @Test("lines that are without effect are warned of")
    func otherWords() {
        let text = """
            global_defs {
              default_interface eth5
            }
            linkbeat_interfaces {
              eth6 MII
            }
            interface_up_down_delays {
              eth7 0.1
            }

            """
        #expect(
            Self.missing(text + instance("")) == [
                "2:21 warning default_interface: interface eth5 does not exist",
                "5:3 warning linkbeat_interfaces: interface eth6 does not exist",
                "8:3 warning interface_up_down_delays: interface eth7 does not exist",
            ]
        )
        let waits = text.replacing("global_defs {", with: "global_defs {\ndynamic_interfaces")
        #expect(Self.missing(waits + instance("")) == [])
    }

    @Test("each static line that stands nowhere has its place")
    func statics() {
        let text = "static_ipaddress {\n192.0.2.1/24 dev eth8\n192.0.2.2/24 dev eth8\n}\n"
        #expect(Self.missing(text).map { $0.prefix(10) } == ["2:18 error", "3:18 error"])
        #expect(Self.missing("static_ipaddress {\n 192.0.2.1/24\n}\n", []).map { $0.prefix(9) } == ["2:2 error"])
    }

    @Test("they are known of a file with errors, too")
    func errors() {
        let result = parse(
            "net_namespace blue\nvrrp_script s {\nscript /no/such\n}\n"
                + instance("priority 300\nnotify /no/one nobody")
        )
        #expect(result.configuration == nil)
        #expect(result.needs.interfaces.map(\.mention.name) == ["eth0"])
        #expect(result.needs.networkNamespace?.location.description == "k.conf:1:15")
        #expect(result.needs.checks.map(\.name) == ["s"])
        #expect(result.needs.checkPrograms["s"]?.location.description == "k.conf:3:8")
        #expect(result.needs.notifyPrograms.map(\.location.description) == ["k.conf:7:8"])
        #expect(result.needs.users.map(\.user.location.description) == ["k.conf:7:16"])
    }

    @Test("findings stand among what parsing said, in the order of the file; an error leaves no configuration")
    func order() {
        var result = parse("vrrp_script s {\nfoo\nscript /no/such\nbar\n}\n" + instance("baz"))
        #expect(result.configuration != nil)
        let place = result.needs.checkPrograms["s"]
        result.add([place?.diagnostic(.error, "this")].compactMap { $0 })
        #expect(result.diagnostics.map(\.location.line) == [1, 2, 3, 4, 7])
        #expect(result.configuration == nil)
        // How many are not shown stays at the end.
        var long = parse(String(repeating: "foo\n", count: 300) + instance(""))
        long.add(long.needs.missingInterfaces(among: []))
        #expect(long.diagnostics.last?.message == "100 more messages are not shown")
        #expect(long.diagnostics.dropLast().last?.severity == .error)
    }

    @Test("a line that must not be shown is not shown by them")
    func secrets() {
        let text = "auth_x {\n}\n" + instance("auth_hmac {\n key 1 file:/no/such\n active_key 1\n}")
        #expect(
            parse(text).needs.keyFiles.map { $0.diagnostic(.warning, "m").rendered() } == ["k.conf:5:8: warning: m"]
        )
    }

    @Test("everything wrong with an instance is said at once, though it lacks an interface or an identifier")
    func incomplete() {
        let result = parse(
            "vrrp_script used {\nscript /bin/true\n}\nvrrp_instance A {\ntrack_script {\nnone\nused\n}\n"
                + "unicast_peer {\n}\npriority 0\n}\n"
        )
        let text = result.summary.joined(separator: "\n")
        for part in [
            "has no interface", "has no virtual_router_id", "'none' is not defined", "priority '0' is out of range",
            "unicast_peer names no",
        ] {
            #expect(text.contains(part), "\(part)\n\(text)")
        }
        #expect(!text.contains("moves nothing: no instance tracks it"))
        // What only the missing identifier would tell is not guessed.
        let virtual = parse(
            "vrrp_instance A {\ninterface eth0\nuse_vmac\nvirtual_ipaddress {\n192.0.2.1\n}\n}\n"
                + instance(
                    "use_vmac",
                    replacing: "interface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.9\n}"
                )
        )
        #expect(virtual.summary == ["1:15 error instance 'A' has no virtual_router_id"])
    }
}
