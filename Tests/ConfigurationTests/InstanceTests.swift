import Checks
import Configuration
import Testing
import VRRP

/// `vrrp_instance`: every keyword with an effect, and the rules between them.
@Suite struct InstanceTests {
    /// What a line changes, seen in one value.
    struct Case: Sendable, CustomTestStringConvertible {
        let lines: String
        let value: @Sendable (InstanceConfiguration) -> String
        let expected: String

        init(_ lines: String, _ expected: String, _ value: @escaping @Sendable (InstanceConfiguration) -> String) {
            self.lines = lines
            self.value = value
            self.expected = expected
        }

        var testDescription: String { self.lines.split(separator: "\n").joined(separator: "⏎") + " → \(self.expected)" }
    }

    static let cases: [Case] = [
        // Defaults.
        Case("", "100") { "\($0.router.basePriority)" },
        Case("", "v2") { "\($0.router.version)" },
        Case("", "100 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("", "true 0.0 seconds") { "\($0.router.preempt) \($0.router.preemptDelay)" },
        Case("", "3") { "\($0.router.masterDownAdvertisements)" },
        Case("", "nil") { "\($0.unicast == nil ? "nil" : "unicast")" },
        Case("", "192.0.2.9/32 dev eth0") { "\($0.virtualAddresses[0])" },
        Case("", "5.0 seconds 5 0.0 seconds 1 5.0 seconds 5") { describe($0.router.gratuitousARP) },
        // state and priority.
        Case("state MASTER", "255") { "\($0.router.basePriority)" },
        Case("priority 101\nstate MASTER", "101 true") { "\($0.router.basePriority) \($0.startsAsMaster)" },
        Case("state BACKUP\npriority 255", "255 false") { "\($0.router.basePriority) \($0.startsAsMaster)" },
        Case("priority 1\npriority 2", "2") { "\($0.router.basePriority)" },
        // advert_int: case 17, and the rounding of each version.
        Case("advert_int 2", "200 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("advert_int 255", "25500 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("advert_int 0.01", "100 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("advert_int 1.5", "200 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("advert_int 0.01\nversion 3", "1 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("version 3\nadvert_int 0.1", "10 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("version 3\nadvert_int 40.95", "4095 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("version 3\nadvert_int 40.958", "4095 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("version 3\nadvert_int 255", "4095 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        Case("version 3\nadvert_int 0.014", "1 cs") { "\($0.router.advertisementInterval.centiseconds) cs" },
        // Unicast.
        Case("unicast_peer {\n10.0.0.2\n10.0.0.3\n}", "nil 10.0.0.2,10.0.0.3") { describe($0.unicast) },
        Case("unicast_src_ip 10.0.0.1\nunicast_peer { 10.0.0.2 }", "10.0.0.1 10.0.0.2") { describe($0.unicast) },
        Case("unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.1\n10.0.0.2\n}", "10.0.0.1 10.0.0.2") {
            describe($0.unicast)
        },
        Case("unicast_peer {\n10.0.0.2 min_ttl 254 max_ttl 255\n10.0.0.3\n}", "10.0.0.2=254...255") { ranges($0) },
        // keepalived's limits where one of the two is not given.
        Case("unicast_peer {\n10.0.0.2 min_ttl 9\n10.0.0.3 max_ttl 64\n}", "10.0.0.2=9...255 10.0.0.3=0...64") {
            ranges($0)
        },
        Case("track_src_ip\nunicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}", "true") { "\($0.tracksSource)" },
        // Authentication: case 11's padding is the codec's; here the eight characters.
        Case("authentication {\nauth_type PASS\nauth_pass abc\n}", "true") {
            "\($0.router.authentication == .password(.init("abc")))"
        },
        Case("authentication {\nauth_type PASS\nauth_pass abcdefghijkl\n}", "true") {
            "\($0.router.authentication == .password(.init("abcdefgh")))"
        },
        Case("authentication {\nauth_type PASS\nauth_pass \"ab#cd\"\n}", "true") {
            "\($0.router.authentication == .password(.init("ab#cd")))"
        },
        Case("authentication {\nauth_pass abc\n}", "none") { "\($0.router.authentication)" },
        Case("version 3\nauthentication {\nauth_type PASS\nauth_pass abc\n}", "none") {
            "\($0.router.authentication)"
        },
        // Preemption.
        Case("nopreempt", "false") { "\($0.router.preempt)" },
        Case("nopreempt\npreempt", "true") { "\($0.router.preempt)" },
        Case("preempt_delay 2.5", "2.5 seconds") { "\($0.router.preemptDelay)" },
        Case("nopreempt\npreempt_delay 2", "false 0.0 seconds") { "\($0.router.preempt) \($0.router.preemptDelay)" },
        Case("state MASTER\npriority 150\nnopreempt", "true") { "\($0.router.preempt)" },
        Case("priority 255\nnopreempt", "true") { "\($0.router.preempt)" },
        Case("state MASTER\npriority 150\npreempt_delay 9", "0.0 seconds") { "\($0.router.preemptDelay)" },
        Case("fast_preempt", "true") { "\($0.router.fastPreempt)" },
        Case("fast_preempt off", "false") { "\($0.router.fastPreempt)" },
        Case("down_timer_adverts 5", "5") { "\($0.router.masterDownAdvertisements)" },
        Case("dont_track_primary", "true") { "\($0.ignoresOwnInterface)" },
        // Announcements.
        Case(
            "garp_master_delay 1\ngarp_master_repeat 2\ngarp_master_refresh 3\ngarp_master_refresh_repeat 4\n"
                + "garp_lower_prio_delay 6\ngarp_lower_prio_repeat 7",
            "1.0 seconds 2 3.0 seconds 4 6.0 seconds 7"
        ) { describe($0.router.gratuitousARP) },
        Case("garp_master_delay 0\ngarp_master_repeat 0", "0.0 seconds 1 0.0 seconds 1 5.0 seconds 5") {
            describe($0.router.gratuitousARP)
        },
        // Addresses.
        Case("virtual_ipaddress_excluded {\n10.0.0.1/8 dev eth7 label eth7:1 scope link brd 10.9.9.9\n}", "x") {
            let address = $0.excludedAddresses[0]
            let expected = VirtualAddress(
                address: IPAddress(10, 0, 0, 1),
                prefixLength: 8,
                device: "eth7",
                label: "eth7:1",
                scope: 253,
                broadcast: IPv4Address(10, 9, 9, 9)
            )
            return address == expected ? "x" : "\(address)"
        },
        Case("virtual_ipaddress_excluded {\n10.1.2.3/24 brd +\n10.1.3.3/24 brd -\n10.1.4.4 brd +\n}", "yes") {
            let broadcasts = $0.excludedAddresses.map { $0.broadcast?.description ?? "-" }
            return broadcasts == ["10.1.2.255", "10.1.3.0", "-"] ? "yes" : "\(broadcasts)"
        },
        Case("virtual_ipaddress_excluded {\n10.0.0.1/0 broadcast + scope 254\n}", "255.255.255.255 254") {
            "\($0.excludedAddresses[0].broadcast?.description ?? "-") \($0.excludedAddresses[0].scope)"
        },
        Case("virtual_ipaddress {\n10.0.0.2\n10.0.0.1\n}", "10.0.0.2,10.0.0.1,192.0.2.9") {
            $0.router.addresses.map(\.description).joined(separator: ",")
        },
        Case("virtual_ipaddress {\n10.0.0.2/24\n10.0.0.2/16\n}", "10.0.0.2,192.0.2.9") {
            $0.router.addresses.map(\.description).joined(separator: ",")
        },
        // Tracking.
        Case("track_interface {\neth1\neth2 weight -20\neth3 weight 0 reverse\n}", "eth1 0 eth2 -20 eth3 0r") {
            $0.trackedInterfaces.map { "\($0.name) \($0.weight.value)\($0.weight.reverse ? "r" : "")" }
                .joined(separator: " ")
        },
        Case("priority 255\ntrack_interface {\neth1\neth2 weight -20\n}", "eth1") {
            $0.trackedInterfaces.map(\.name).joined(separator: " ")
        },
        // Notify.
        Case("notify_master a\nnotify_backup b\nnotify_fault c\nnotify_stop d\nnotify e", "abcde") {
            [$0.notify.master, $0.notify.backup, $0.notify.fault, $0.notify.stop, $0.notify.any]
                .map { $0?.command.first ?? "-" }.joined()
        },
    ]

    @Test("a keyword does what keepalived documents", arguments: cases)
    func keyword(_ example: Case) {
        let result = parse(instance(example.lines))
        #expect(result.only.map(example.value) == example.expected, "\(result.summary)")
    }

    @Test("an instance without an interface: only with unicast and a device for every address")
    func withoutInterface() {
        let addresses = "virtual_router_id 1\nvirtual_ipaddress {\n192.0.2.1 dev eth4\n}"
        let result = parse(instance("unicast_peer {\n10.0.0.2\n}", replacing: addresses))
        #expect(result.only?.interface == "eth4")
        #expect(result.only?.ignoresOwnInterface == true)
        #expect(parse(instance("", replacing: addresses)).configuration == nil)
    }

    @Test("case 19: the 256th address is set but not advertised", arguments: [255, 256, 300])
    func manyAddresses(count: Int) {
        let lines = (0..<count).map { "10.0.\($0 / 250).\($0 % 250 + 1)" }.joined(separator: "\n")
        let result = parse(
            instance("", replacing: "interface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n\(lines)\n}")
        )
        #expect(result.only?.router.addresses.count == 255)
        #expect(result.only?.excludedAddresses.count == count - 255)
        #expect(result.diagnostics.count == min(1, count - 255))
    }

    /// The second instance of a pair, and whether it may stand beside the first, which is VRID 33 on eth0.
    static let pairs: [(String, String, Bool)] = [
        ("interface eth0\nvirtual_router_id 33", "", false),
        ("interface eth1\nvirtual_router_id 33", "", true),
        ("interface eth0\nvirtual_router_id 34", "", true),
        ("interface eth0\nvirtual_router_id 33\nunicast_peer {\n10.0.0.3\n}", "", true),
        ("interface eth0\nvirtual_router_id 33\nunicast_peer {\n10.0.0.3\n}", "unicast_peer {\n10.0.0.2\n}", true),
        ("interface eth0\nvirtual_router_id 33\nunicast_peer {\n10.0.0.2\n}", "unicast_peer {\n10.0.0.2\n}", false),
    ]

    @Test("case 115: one VRID twice on an interface is right only between different peers", arguments: pairs)
    func sameRouterID(second: String, first: String, isRight: Bool) {
        let result = parse(
            instance(first) + "vrrp_instance VI_2 {\n\(second)\nvirtual_ipaddress {\n192.0.2.10\n}\n}"
        )
        #expect((result.configuration != nil) == isRight, "\(result.summary)")
        if !isRight {
            #expect(result.diagnostics.first?.message.contains("'VI_1' already, at k.conf:1:15") == true)
        }
    }

    @Test("an address of two instances belongs to the first")
    func sharedAddress() {
        let result = parse(
            instance("")
                + "vrrp_instance VI_2 {\ninterface eth0\nvirtual_router_id 34\nvirtual_ipaddress {\n192.0.2.9\n10.0.0.1\n}\n}"
        )
        #expect(
            result.configuration?.instances.map { $0.router.addresses.map(\.description) } == [
                ["192.0.2.9"], ["10.0.0.1"],
            ]
        )
        #expect(result.diagnostics.count == 1)
    }

    private static func describe(_ settings: GratuitousARPSettings) -> String {
        "\(settings.masterDelay) \(settings.masterRepeat) \(settings.masterRefresh) \(settings.masterRefreshRepeat) "
            + "\(settings.lowerPriorityDelay) \(settings.lowerPriorityRepeat)"
    }

    private static func ranges(_ instance: InstanceConfiguration) -> String {
        let ranges = instance.unicast?.timeToLiveRanges ?? [:]
        return ranges.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private static func describe(_ unicast: InstanceConfiguration.Unicast?) -> String {
        guard let unicast else { return "multicast" }
        return "\(unicast.source?.description ?? "nil") \(unicast.peers.map(\.description).joined(separator: ","))"
    }
}
