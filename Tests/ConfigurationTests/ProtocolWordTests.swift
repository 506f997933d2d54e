import Checks
import Configuration
import Testing
import VRRP

/// The words about advertisements, in `vrrp_instance` and for all instances in `global_defs`.
@Suite struct ProtocolWordTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let global: String
        let lines: String
        let expected: String
        let value: @Sendable (InstanceConfiguration) -> String

        init(
            _ global: String,
            _ lines: String,
            _ expected: String,
            _ value: @escaping @Sendable (InstanceConfiguration) -> String
        ) {
            self.global = global
            self.lines = lines
            self.expected = expected
            self.value = value
        }

        var testDescription: String { "\(self.global) | \(self.lines) → \(self.expected)" }
    }

    static let unicast = "unicast_peer {\n192.0.2.2\n}\n"

    static let cases: [Case] = [
        Case("", "", "true false false") { elections($0) },
        Case("", "lower_prio_no_advert\nhigher_prio_send_advert\nowner_ignore_adverts", "false true true") {
            elections($0)
        },
        Case(
            "vrrp_lower_prio_no_advert\nvrrp_higher_prio_send_advert\nvrrp_owner_ignore_adverts",
            "",
            "false true true"
        ) { elections($0) },
        Case("vrrp_lower_prio_no_advert\nvrrp_owner_ignore_adverts", "lower_prio_no_advert off", "true false true") {
            elections($0)
        },
        // keepalived cannot turn this one off at priority 255.
        Case("vrrp_owner_ignore_adverts", "priority 255\nowner_ignore_adverts off", "true false false") {
            elections($0)
        },
        // What is sent.
        Case("", "version 3", "pseudoHeader") { "\($0.checksum)" },
        Case("", "version 3\nv3_checksum_as_v2", "messageOnly") { "\($0.checksum)" },
        Case("v3_checksum_as_v2", "version 3", "messageOnly") { "\($0.checksum)" },
        Case("v3_checksum_as_v2", "version 3\nv3_checksum_as_v2 off", "pseudoHeader") { "\($0.checksum)" },
        Case("", "version 3\nold_unicast_checksum\n" + unicast, "multicastPseudoHeader") { "\($0.checksum)" },
        Case("", "version 3\nold_unicast_checksum never\n" + unicast, "pseudoHeader") { "\($0.checksum)" },
        Case("", unicast, "255 true") { sending($0) },
        Case("", "unicast_ttl 17\n" + unicast, "17 true") { sending($0) },
        // What is taken.
        Case("", "", "false") { "\($0.skipsAddressCheck)" },
        Case("vrrp_skip_check_adv_addr", "", "true") { "\($0.skipsAddressCheck)" },
        // keepalived turns it on for `false`, too.
        Case("vrrp_skip_check_adv_addr", "skip_check_adv_addr false", "false") { "\($0.skipsAddressCheck)" },
        Case("", "nopreempt\ntimer_expired_backup 150", "150") { rival($0) },
        Case("", "nopreempt\nthread_timer_expired", "1") { rival($0) },
        Case("", "debug 3", "100") { "\($0.router.basePriority)" },
        // Announcements.
        Case("vrrp_min_garp", "", "0.0 seconds 1 0.0 seconds 0.0 seconds 1") { announcements($0) },
        Case("vrrp_min_garp off", "", "5.0 seconds 5 0.0 seconds 5.0 seconds 5") { announcements($0) },
        Case(
            "vrrp_garp_master_delay 2\nvrrp_min_garp",
            "garp_master_repeat 3",
            "2.0 seconds 3 0.0 seconds 2.0 seconds 1"
        ) { announcements($0) },
        Case("vrrp_garp_extra_if 10", "", "10.0 seconds false") { extra($0) },
        Case("vrrp_garp_extra_if all 10", "garp_extra_if 20", "20.0 seconds false") { extra($0) },
        Case("vrrp_garp_extra_if 10", "garp_extra_if all 0", "0.0 seconds true") { extra($0) },
    ]

    private static func elections(_ instance: InstanceConfiguration) -> String {
        let router = instance.router
        return "\(router.answersLowerPriority) \(router.advertisesBeforeYielding) \(router.ownerIgnoresAdvertisements)"
    }

    private static func rival(_ instance: InstanceConfiguration) -> String {
        instance.router.timerExpiredRival.map { "\($0)" } ?? "none"
    }

    private static func sending(_ instance: InstanceConfiguration) -> String {
        instance.unicast.map { "\($0.timeToLive) \($0.checksSource)" } ?? "multicast"
    }

    private static func announcements(_ instance: InstanceConfiguration) -> String {
        let settings = instance.router.gratuitousARP
        return "\(settings.masterDelay) \(settings.masterRepeat) \(settings.masterRefresh) "
            + "\(settings.lowerPriorityDelay) \(settings.lowerPriorityRepeat)"
    }

    private static func extra(_ instance: InstanceConfiguration) -> String {
        instance.router.gratuitousARP.extraInterfaces.map { "\($0.interval) \($0.includesOrdinary)" } ?? "none"
    }

    @Test("words", arguments: cases)
    func word(_ test: Case) throws {
        let global = test.global.isEmpty ? "" : "global_defs {\n\(test.global)\n}\n"
        let result = parse(global + instance(test.lines))
        // Said of every TTL but 255, which is tested elsewhere.
        #expect(result.summary.filter { !$0.contains("take 255 only") } == [])
        #expect(test.value(try #require(result.only)) == test.expected)
    }

    @Test("global words of the start")
    func start() throws {
        let result = parse(
            "global_defs {\nvrrp_startup_delay 5.5\nvrrp_delay_after_boot 60\nlog_unknown_vrids\n}\n" + instance("")
        )
        #expect(result.summary == [])
        let global = try #require(result.configuration?.global)
        #expect(global.startupDelay == .milliseconds(5500))
        #expect(global.delayAfterBoot == .seconds(60))
        #expect(global.logsUnknownIDs)
    }

    struct Remark: Sendable, CustomTestStringConvertible {
        let lines: String
        let expected: String

        init(_ lines: String, _ expected: String) {
            self.lines = lines
            self.expected = expected
        }

        var testDescription: String { self.lines }
    }

    @Test(
        "remarks",
        arguments: [
            Remark("old_unicast_checksum", "2:1 warning old_unicast_checksum concerns unicast of version 3 only"),
            Remark("timer_expired_backup", "2:1 warning timer_expired_backup is ignored without nopreempt"),
            Remark("unicast_ttl 0", "2:1 warning a packet with unicast_ttl 0 reaches nobody"),
            Remark("unicast_ttl 256", "2:13 error unicast_ttl '256' is out of range"),
            Remark("debug 5", "2:7 error debug '5' is out of range"),
            Remark("vmac_garp_intvl 5", "2:1 warning vmac_garp_intvl is deprecated"),
            Remark("garp_extra_if all", "2:1 error 'garp_extra_if' needs seconds"),
            Remark("garp_extra_if 86401", "2:15 error garp_extra_if '86401' is out of range"),
            Remark(unicast + "check_unicast_src off", "5:1 warning with check_unicast_src off any host"),
            Remark("track_src_ip", "2:1 warning track_src_ip has no effect: instance 'VI_1' names no source address"),
            Remark(
                "unicast_peer {\n192.0.2.2 min_ttl 9\n}\ncheck_unicast_src off",
                "5:1 warning check_unicast_src stays on in instance 'VI_1'"
            ),
            Remark("unicast_peer {\n192.0.2.2 min_ttl\n}", "3:11 error 'min_ttl' needs a whole number from 0 to 255"),
            Remark("unicast_peer {\n192.0.2.2 max_ttl 256\n}", "3:19 error max_ttl '256' is out of range"),
            Remark("unicast_peer {\n192.0.2.2 min_ttl 9 max_ttl 8\n}", "3:11 error min_ttl 9 is more than max_ttl 8"),
            Remark("unicast_peer {\n192.0.2.2 ttl\n}", "3:11 warning unexpected word 'ttl' behind a peer is ignored"),
            Remark("old_unicast_checksum ever", "2:22 error old_unicast_checksum expects never or nothing"),
        ]
    )
    func remark(_ test: Remark) {
        let summary = parse(instance(test.lines)).summary
        #expect(summary.count == 1)
        #expect(summary.first?.hasPrefix(test.expected) == true, "\(summary)")
    }

    @Test("case 114: unicast without peers is an error, or with unicast_fault_no_peer a fault, and never multicast")
    func noPeers() {
        let refused = parse(instance("unicast_peer {\n}"))
        #expect(refused.configuration == nil)
        #expect(refused.summary.first?.contains("names no IPv4 peer") == true)
        let waiting = parse(instance("unicast_peer {\n}\nunicast_fault_no_peer"))
        #expect(waiting.summary == [])
        #expect(waiting.only?.unicast?.peers == [])
        let alone = parse(instance("unicast_src_ip 10.0.0.1\nunicast_fault_no_peer"))
        #expect(alone.summary == [])
        #expect(alone.only?.unicast?.peers == [])
    }

    @Test("no_virtual_ipaddress: an instance without addresses, and no remark about it")
    func noAddress() {
        let result = parse(instance("no_virtual_ipaddress", replacing: "interface eth0\nvirtual_router_id 33"))
        #expect(result.summary == [])
        #expect(result.only?.mayHaveNoAddress == true)
    }
}
