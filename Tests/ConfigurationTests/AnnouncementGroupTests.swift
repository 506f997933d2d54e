import Checks
import Configuration
import Testing

/// `garp_group`, `vrrp_garp_interval` and `vrrp_gna_interval`.
@Suite struct AnnouncementGroupTests {
    @Test("every word; both spellings of interfaces; one or several names a line")
    func words() throws {
        let result = parse(
            """
            global_defs {
            vrrp_gna_interval 0.25
            }
            garp_group {
            garp_interval 0.0001
            gna_interval 0
            interface eth0
            interfaces {
            eth1 eth2
            eth3
            }
            }
            garp_group {
            gna_interval 2
            interface eth9
            }
            """ + "\n" + instance("")
        )
        #expect(result.summary == [])
        let global = try #require(result.configuration?.global)
        #expect(global.neighborAdvertisementInterval == .milliseconds(250))
        let groups = global.announcementGroups
        #expect(groups.map(\.interfaces) == [["eth0", "eth1", "eth2", "eth3"], ["eth9"]])
        #expect(groups.map(\.gratuitousARPInterval) == [.microseconds(100), nil])
        #expect(groups.map(\.neighborAdvertisementInterval) == [.zero, .seconds(2)])
        #expect(groups.map(\.location.line) == [4, 13])
    }

    @Test(
        "what changes nothing is said so",
        arguments: [
            ("garp_group {\ninterface eth0\n}", "1:1 warning garp_group without garp_interval and gna_interval", 0),
            ("garp_group {\ngarp_interval 1\n}", "1:1 warning garp_group names no interface", 0),
            ("garp_group {\ngarp_interval 1\ninterfaces {\neth0\neth0\n}\n}", "5:1 warning 'eth0' stands in its", 1),
            (
                "garp_group {\ngarp_interval 1\ninterface eth0\n}\n"
                    + "garp_group {\ngarp_interval 2\ninterfaces {\neth0\neth1\n}\n}",
                "8:1 warning 'eth0' stays in the garp_group at k.conf:1:1", 2
            ),
            (
                "garp_group {\ngarp_interval 1\ninterface eth0\ndelay 3\n}",
                "4:1 warning unknown word 'delay' in garp_group", 1
            ),
        ]
    )
    func warnings(text: String, expected: String, groups: Int) {
        let result = parse(text + "\n" + instance(""))
        #expect(result.summary.count == 1)
        #expect(result.summary.first?.hasPrefix(expected) == true, "\(result.summary)")
        #expect(result.configuration?.global.announcementGroups.count == groups)
    }

    @Test("wrong pauses", arguments: ["garp_interval x", "gna_interval -1", "garp_interval 4295", "garp_interval"])
    func errors(line: String) {
        let result = parse("garp_group {\n\(line)\ninterface eth0\n}\n" + instance(""))
        #expect(result.configuration == nil)
        #expect(result.summary.first?.hasPrefix("2:") == true, "\(result.summary)")
    }
}
