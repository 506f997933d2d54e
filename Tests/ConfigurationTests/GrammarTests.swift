import Checks
import Configuration
import Testing
import VRRP

/// Lines, words, quotes and blocks, seen through what becomes of them.
@Suite struct GrammarTests {
    static let routerIDs: [(line: String, value: String?)] = [
        ("router_id node1", "node1"),
        ("\trouter_id\t node1 \u{0b}\u{0c}", "node1"),
        ("router_id node1\r", "node1"),
        ("router_id node1 # comment", "node1"),
        ("router_id node1 ! comment", "node1"),
        ("router_id node1#comment", "node1"),
        ("router_id //node1", "//node1"),
        // keepalived loses these in its children; they are kept here.
        (##"router_id a\#b"##, "a#b"),
        (#"router_id a\!b"#, "a!b"),
        (#"router_id a\nb"#, #"a\nb"#),
        ("router_id \"a # b ! c\"", "a # b ! c"),
        ("router_id \"a { b } c\"", "a { b } c"),
        (#"router_id "a \"b"#, #"a \"#),
        ("router_id a\"b\"c", "a"),
        ("router_id 'ab cd'", "'ab"),
        ("router_id ${_HASH}x", "#x"),
        ("router_id ${_BANG}x", "!x"),
        ("router_id ${x}", "${x}"),
        ("router_id a${not closed", "a$"),
        ("ROUTER_ID x", nil),
    ]

    @Test("a word and its quotes", arguments: routerIDs)
    func words(line: String, value: String?) {
        let result = parse("global_defs {\n\(line)\n}\n")
        if line.contains("closed") {
            // An open brace is an error.
            #expect(result.configuration == nil)
        } else {
            #expect(result.configuration?.global.routerID == value, "\(result.summary)")
        }
    }

    static let layouts = [
        "global_defs {\n router_id x\n}",
        "global_defs\n{\n router_id x\n}",
        "global_defs\n\n  # in between\n\n{ router_id x }",
        "global_defs{router_id x}",
        "global_defs { router_id x }",
        "global_defs { router_id x\n}",
        "global_defs {\r\n router_id x\r\n}\r\n",
        "\u{feff}global_defs {\n router_id x\n}",
        "global_defs {\n foo {\n bar {\n router_id y\n }\n }\n router_id x }",
        "foo { a { b } c } global_defs { router_id x }",
        "virtual_server 10.0.0.1 80 {\n real_server 10.0.0.2 80 {\n }\n}\nglobal_defs {\n router_id x\n}",
        "global_defs {\n router_id y\n router_id x\n}",
        "global_defs {\n router_id y\n}\nglobal_defs {\n router_id x\n}",
    ]

    @Test("braces stand where they may", arguments: layouts)
    func layout(_ text: String) {
        let result = parse(text)
        #expect(result.configuration?.global.routerID == "x", "\(result.summary)")
    }

    @Test("an unknown block is skipped whole: what follows it still counts")
    func unknownBlock() {
        let result = parse(instance("foo_block {\n priority 1\n bar {\n }\n}\npriority 150"))
        #expect(result.only?.router.basePriority.rawValue == 150)
        #expect(result.only?.virtualAddresses.count == 1)
        #expect(result.summary == ["2:1 warning unknown word 'foo_block' in vrrp_instance; its block is skipped"])
    }

    @Test("blocks of other daemons are named once each kind and file")
    func foreignBlocks() {
        let result = parse(
            """
            global_defs {
                lvs_sync_daemon eth0 VI_1
                checker_log_all_failures
                bfd_rlimit_rttime 10000
            }
            SSL { password x }
            virtual_server 10.0.0.1 80 { delay_loop 6 }
            virtual_server_group g { 10.0.0.1 80 }
            bfd_instance b { neighbor_ip 10.0.0.2 }
            include more.conf
            """,
            also: ["more.conf": "virtual_server 10.0.0.9 80 {\n}\nglobal_defs {\nenable_dbus\nenable_snmp_vrrp\n}\n"]
        )
        #expect(result.configuration != nil)
        #expect(result.diagnostics.allSatisfy { $0.severity == .warning && $0.category == .unsupported })
        #expect(
            result.diagnostics.map { "\($0.location.file) \($0.message.prefix(20))" } == [
                "k.conf not supported: IPVS;", "k.conf not supported: BFD; ", "more.conf not supported: IPVS;",
                "more.conf not supported: D-Bus", "more.conf not supported: SNMP;",
            ]
        )
    }

    @Test("nesting without end is an error and no crash")
    func deepNesting() {
        let result = parse(String(repeating: "a {\n", count: 50_000) + String(repeating: "}\n", count: 50_000))
        #expect(result.configuration == nil)
        #expect(result.diagnostics.contains { $0.message.contains("nested") })
    }

    @Test("the torture sample means what it says")
    func torture() throws {
        let text = #"""
            ! comments of both kinds # at once
            # $NOT=defined
            $VRID=33
              $ADDRESS = not a definition
            $MULTI=virtual_ipaddress { \
                192.0.2.1/24 dev eth0 \
                192.0.2.2/24 dev eth0 label eth0:1 \
                }
            $PEERS=\
                unicast_peer { \
                192.0.2.20 \
                }
            @node1 $WHO=one
            @^node1 $WHO=other

            global_defs { router_id "${WHO} of two"
            }
            vrrp_script "chk one" {
                script "/bin/sh -c 'exit 0' \"a b\" \x41\102 '' c\ d" nobody nogroup
                interval 0.5
                fall 2
            }
            vrrp_instance VI_1
            {
                interface   eth0   virtual
                virtual_router_id ${VRID}
                @node2 priority 10
                @node1 priority $VRID
                $MULTI
                $PEERS
                track_script { "chk one" weight -20 reverse }
                garp_master_refresh 60 }
            """#
        let result = parse(text)
        let instance = try #require(result.only, "\(result.summary)")
        #expect(result.configuration?.global.routerID == "one of two")
        #expect(instance.router.virtualRouterID.rawValue == 33)
        #expect(instance.router.basePriority.rawValue == 33)
        #expect(instance.virtualAddresses.map(\.label) == [nil, "eth0:1"])
        #expect(instance.unicast?.peers.map(\.description) == ["192.0.2.20"])
        #expect(instance.trackedChecks == [TrackedCheck(name: "chk one", weight: .init(value: -20, reverse: true))])
        #expect(instance.router.gratuitousARP.masterRefresh == .seconds(60))
        #expect(
            result.configuration?.checks.first?.options.arguments
                == ["/bin/sh", "-c", "exit 0", "a b", "AB", "", "c", "d"]
        )
    }
}
