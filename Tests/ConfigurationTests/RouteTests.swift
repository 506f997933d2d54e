import Checks
import Configuration
import Routing
import Testing
import VRRP

/// `virtual_routes` and `static_routes`: the words of `ip route`.
@Suite struct RouteTests {
    static let names = [
        "/etc/iproute2/rt_tables": "100 dmz # comment\n0x65 hex\n7 a b c\n",
        "/usr/share/iproute2/rt_tables": "200 hidden\n",
        "/usr/share/iproute2/rt_realms": "5 cosmos\n70000 tooLarge\n",
        "/etc/iproute2/rt_dsfield": "0x10 lowdelay\n",
        "/etc/iproute2/rt_protos.d/own.conf": "77 own\n",
    ]

    static func reader(_ text: String) -> MemoryReader {
        var reader = MemoryReader(files: self.names)
        reader.files["k.conf"] = text
        reader.matches["/etc/iproute2/rt_protos.d/*.conf"] = ["/etc/iproute2/rt_protos.d/own.conf"]
        return reader
    }

    static func result(routes lines: String) -> ConfigurationResult {
        var reader = Self.reader(instance("virtual_routes {\n\(lines)\n}"))
        return ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: TestPlugins.all)
    }

    typealias Case = LineCase<Route>

    static func metric(_ kind: RouteMetrics.Kind) -> @Sendable (Route) -> String {
        { "\($0.metrics.values[kind] ?? 0) \($0.metrics.locked)" }
    }

    static let cases: [Case] = [
        Case("10.1.0.0/16 via 192.0.2.1", "10.1.0.0/16 192.0.2.1") { "\($0.destination) \(shown($0.hop.gateway))" },
        Case("10.1.0.0/16 dev eth1", "eth1 global main 18") {
            "\(shown($0.hop.device)) \($0.scope.map(String.init) ?? "global") \($0.table == .main ? "main" : "") \($0.originator)"
        },
        Case("to 10.1.2.3 dev eth1", "10.1.2.3/32") { "\($0.destination)" },
        Case("default via 192.0.2.1", "default ipv4") { "\($0.destination) \($0.family == .ipv4 ? "ipv4" : "ipv6")" },
        Case("default via 2001:db8::1", "true") { "\($0.destination == .all(.ipv6))" },
        Case("inet6 default dev eth1", "true") { "\($0.destination == .all(.ipv6))" },
        Case("0.0.0.0/0 via 192.0.2.1", "true") { "\($0.destination == .all(.ipv4))" },
        Case("src 192.0.2.9 to 10.0.0.0/8 via 192.0.2.1 dev eth1", "192.0.2.9") { "\(shown($0.preferredSource))" },
        Case("10.0.0.0/8 via inet6 fe80::1 dev eth1", "10.0.0.0/8 fe80::1") {
            "\($0.destination) \(shown($0.hop.gateway))"
        },
        Case("2001:db8::/32 from 2001:db8:1::/48 dev eth1", "2001:db8:1::/48") { "\(shown($0.source))" },
        Case("blackhole 10.9.0.0/16", "blackhole") { "\($0.type)" },
        Case("unreachable 10.9.0.0/16", "unreachable") { "\($0.type)" },
        Case("brd 10.9.0.255 dev eth1", "broadcast") { "\($0.type)" },
        Case("10.0.0.0/8 table dmz dev eth1", "true") { "\($0.table == .number(100))" },
        Case("10.0.0.0/8 table hex dev eth1", "true") { "\($0.table == .number(101))" },
        Case("10.0.0.0/8 table 6909 dev eth1", "true") { "\($0.table == .number(6909))" },
        Case("10.0.0.0/8 dev eth1 vrf blue", "true") { "\($0.table == .vrf("blue"))" },
        Case("10.0.0.0/8 dev eth1 protocol own no_track", "77") { "\($0.originator)" },
        Case("10.0.0.0/8 dev eth1 protocol bird no_track", "12") { "\($0.originator)" },
        Case("10.0.0.0/8 dev eth1 scope link", "253") { "\(shown($0.scope))" },
        Case("10.0.0.0/8 dev eth1 tos lowdelay", "16") { "\($0.service)" },
        Case("10.0.0.0/8 dev eth1 dsfield 0x04", "4") { "\($0.service)" },
        Case("10.0.0.0/8 dev eth1 metric 12", "12") { "\(shown($0.metric))" },
        Case("10.0.0.0/8 dev eth1 preference 0x10", "16") { "\(shown($0.metric))" },
        Case("10.0.0.0/8 via 192.0.2.1 onlink dev eth1", "true") { "\($0.hop.isOnLink)" },
        Case("10.0.0.0/8 dev eth1 realms cosmos/0x14", "327700") { "\($0.realms)" },
        Case("10.0.0.0/8 dev eth1 realms cosmos", "5") { "\($0.realms)" },
        Case("2001:db8::/32 dev eth1 expires 30 pref high", "30 1") { "\(shown($0.expires)) \(shown($0.preference))" },
        Case("10.0.0.0/8 dev eth1 ttl-propagate disabled", "false") { "\(shown($0.propagatesTimeToLive))" },
        Case("10.0.0.0/8 dev eth1 mtu lock 1400", "1400 4", metric(.mtu)),
        Case("10.0.0.0/8 dev eth1 advmss 101", "101 0", metric(.advertisedSegmentSize)),
        Case("10.0.0.0/8 dev eth1 rtt 102", "102 0", metric(.roundTripTime)),
        Case("10.0.0.0/8 dev eth1 rtt 1.5s", "12000 0", metric(.roundTripTime)),
        Case("10.0.0.0/8 dev eth1 rttvar 100ms", "400 0", metric(.roundTripVariance)),
        Case("10.0.0.0/8 dev eth1 rto_min lock 250ms", "250 8192", metric(.minimumRetransmissionTimeout)),
        Case("10.0.0.0/8 dev eth1 window 105 hoplimit 64", "64 0", metric(.hopLimit)),
        Case("10.0.0.0/8 dev eth1 ssthresh lock 107", "107 64", metric(.slowStartThreshold)),
        Case("10.0.0.0/8 dev eth1 initcwnd 109 initrwnd 110", "110 0", metric(.initialReceiveWindow)),
        Case("10.0.0.0/8 dev eth1 features ecn quickack 1", "1 0", metric(.features)),
        Case("10.0.0.0/8 dev eth1 fastopen_no_cookie 1", "1 0", metric(.fastOpenWithoutCookie)),
        Case("10.0.0.0/8 dev eth1 congctl lock cubic", "cubic 65536") {
            "\(shown($0.metrics.congestionControl)) \($0.metrics.locked)"
        },
        Case("10.0.0.0/8 dev eth1 add", "alone") { "\($0.placement)" },
        Case("10.0.0.0/8 dev eth1 append", "behind") { "\($0.placement)" },
        Case("10.0.0.0/8 dev eth1 append prepend", "before") { "\($0.placement)" },
        Case(
            "10.0.0.0/8 nexthop via 192.0.2.1 weight 2 nexthop via 192.0.2.2 dev eth1 onlink",
            "192.0.2.1 2, 192.0.2.2 1"
        ) {
            $0.hops.map { "\(shown($0.gateway)) \($0.weight)" }.joined(separator: ", ")
        },
        Case("10.0.0.0/8 encap mpls 100/200 via 192.0.2.1", "true") {
            "\($0.hop.encapsulation == .mpls([100, 200]) && $0.hop.gateway != nil)"
        },
        Case("10.0.0.0/8 encap ip id 7 dst 192.0.2.8 ttl 9 tos 4 dev tun0", "7 192.0.2.8 9 4 tun0") { route in
            guard case .tunnel(let tunnel) = route.hop.encapsulation else { return "none" }
            return
                "\(shown(tunnel.id)) \(shown(tunnel.destination)) \(shown(tunnel.hops)) \(shown(tunnel.service)) \(shown(route.hop.device))"
        },
        Case("2001:db8::/32 encap ip6 dst fe80::5 hoplimit 3 tc 1 dev tun0", "fe80::5 3 1") { route in
            guard case .tunnel(let tunnel) = route.hop.encapsulation else { return "none" }
            return "\(shown(tunnel.destination)) \(shown(tunnel.hops)) \(shown(tunnel.service))"
        },
        Case("2001:db8::/32 encap ila 2001:db8:0:1 dev tun0", "true") {
            "\($0.hop.encapsulation == .ila(0x2001_0db8_0000_0001))"
        },
    ]

    @Test("a line and what it means", arguments: cases)
    func lines(_ test: Case) {
        let result = Self.result(routes: test.line)
        #expect(result.summary.isEmpty)
        guard case .route(let route)? = result.only?.items.first?.kind else {
            Issue.record("no route")
            return
        }
        #expect(test.value(route) == test.expected)
        #expect(result.only?.items.first?.text == test.line)
    }

    @Test(
        "words that keepalived has deprecated, or changes, are said",
        arguments: [
            ("10.0.0.0/8 gw 192.0.2.1", "3:12 warning 'gw' is deprecated"),
            ("10.0.0.0/8 via 192.0.2.1 or 192.0.2.2", "3:26 warning 'or' is deprecated"),
            (
                "10.0.0.0/8 dev eth1 protocol bird",
                "3:30 warning protocol 'bird' becomes keepalived: a route that is watched is known by it"
            ),
            (
                "10.0.0.0/8 dev eth1 track_group X",
                "3:21 warning track_group is for static items; it is ignored here"
            ),
        ]
    )
    func warnings(_ line: String, _ expected: String) {
        let result = Self.result(routes: line)
        #expect(result.summary == [expected])
        #expect(result.only?.items.count == 1)
    }

    @Test(
        "a route that cannot be meant is an error at its place",
        arguments: [
            ("via 192.0.2.1", "3:1 error the route has no destination"),
            ("10.0.0.0/8 via 2001:db8::1", "3:16 error '2001:db8::1' is of IPv6, and the route is of the other family"),
            ("10.0.0.0/8 10.1.0.0/16 dev eth1", "3:12 error the route has a destination already, '10.0.0.0/8'"),
            ("192.168.100./24 dev eth1", "3:1 error '192.168.100./24' is no network"),
            ("10.0.0.0/33 dev eth1", "3:1 error '10.0.0.0/33' has no valid prefix length: expected 0 to 32"),
            ("10.0.0.0/8 dev eth1 metrc 5", "3:21 error unknown word 'metrc' in a route"),
            ("10.0.0.0/8 table dmzz", "3:18 error table 'dmzz' is unknown"),
            ("10.0.0.0/8 table", "3:12 error 'table' needs a number or a name of rt_tables"),
            ("10.0.0.0/8 dev eth1 realms tooLarge", "3:28 error realms 'tooLarge' is unknown"),
            ("10.0.0.0/8 dev eth1 realms 1 expires 5", "3:38 error '5' is of IPv6"),
            ("10.0.0.0/8 from 10.0.0.0/8", "3:17 error 'from' of a route is for IPv6 only"),
            ("10.0.0.0/8 nexthop via 192.0.2.1 weight 0", "3:41 error weight 0 is out of range"),
            ("10.0.0.0/8 nexthop via 192.0.2.1 table 5", "3:34 error unexpected word 'table' among the hops"),
            ("10.0.0.0/8 encap mpls 1048576 dev e", "3:23 error '1048576' are no labels"),
            ("10.0.0.0/8 encap ip ttl 5 dev e", "3:18 error encap ip needs dst or id"),
            ("10.0.0.0/8 dev eth1 rtt 5parsec", "3:25 error rtt '5parsec' is no time"),
            ("nat 10.0.0.0/8 dev eth1", "3:5 error routes of type nat are no more"),
        ]
    )
    func errors(_ line: String, _ expected: String) {
        let summary = Self.result(routes: line).summary
        #expect(summary.count == 1 && summary[0].hasPrefix(expected), "\(summary)")
    }

    @Test("static routes and their group, which must be there and name instances")
    func statics() {
        let good = parse(
            "static_routes {\n10.0.0.0/8 dev eth0 track_group G\n}\ntrack_group G {\ngroup {\nVI_1\n}\n}\n"
                + instance("")
        )
        #expect(good.summary.isEmpty)
        #expect(good.configuration?.statics.first?.trackGroup == "G")
        #expect(good.configuration?.trackGroups == ["G": ["VI_1"]])
        let bad = parse(
            "static_routes {\n10.0.0.0/8 dev eth0 track_group H\n}\ntrack_group G {\ngroup {\nVI_2\n}\n}\n"
                + instance("")
        )
        #expect(
            bad.summary == [
                "2:33 error there is no track_group 'H'",
                "6:1 error track_group names no instance: there is no vrrp_instance 'VI_2'",
            ]
        )
    }

    @Test("names come from other folders where global_defs says so, and are part of what other processes read")
    func folders() {
        let text =
            "global_defs {\niproute_etc_dir /opt/names\n}\n" + instance("virtual_routes {\n10.0.0.0/8 table z dev e\n}")
        var reader = RecordingReader(
            MemoryReader(files: ["k.conf": text, "/opt/names/rt_tables": "9 z"]),
            mainFile: "k.conf"
        )
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: TestPlugins.all)
        #expect(result.summary.isEmpty)
        #expect(reader.bundle.parsed().configuration == result.configuration)
    }
}
