import Checks
import Configuration
import Testing
import VRRP

/// `vrrp_sync_group`: its words, its errors, and what becomes of weights.
@Suite struct SyncGroupTests {
    private static func instances(_ lines: String = "") -> String {
        [1, 2].map { number in
            """
            vrrp_instance VI_\(number) {
            interface eth0
            virtual_router_id \(number)
            virtual_ipaddress {
            192.0.2.\(number)
            }
            \(number == 1 ? lines : "")
            }

            """
        }.joined()
    }

    private static let check = "vrrp_script web {\nscript \"/bin/check\"\nweight 10\n}\n"

    @Test("every word")
    func words() throws {
        let result = parse(
            Self.instances() + "vrrp_script web {\nscript \"/bin/check\"\n}\n"
                + """
                vrrp_sync_group VG {
                group {
                VI_1
                VI_2
                }
                track_script {
                web
                }
                track_interface {
                eth7
                }
                notify_master /m
                notify_backup /b
                notify_fault /f
                notify_stop /s
                notify "/any x"
                sync_group_tracking_weight
                }
                """
        )
        #expect(result.summary == [])
        let configuration = try #require(result.configuration)
        let group = try #require(configuration.syncGroups.first)
        #expect(group.name == "VG")
        #expect(group.members == ["VI_1", "VI_2"])
        let scripts = [group.notify.master, group.notify.backup, group.notify.fault, group.notify.stop]
        let commands = scripts.map { $0?.command }
        #expect(commands == [["/m"], ["/b"], ["/f"], ["/s"]])
        #expect(group.notify.any?.command == ["/any", "x"])
        for instance in configuration.instances {
            #expect(instance.trackedChecks.map(\.name) == ["web"])
            #expect(instance.trackedInterfaces.map(\.name) == ["eth7"])
        }
    }

    @Test("trackers of files and processes, mail and priorities")
    func reports() throws {
        let trackers = """
            vrrp_track_process nginx {
            process nginx
            weight 9
            }
            track_file load {
            file /run/load
            }

            """
        let words = """
            track_process {
            nginx weight 254
            }
            track_file {
            load weight -2
            }
            sync_group_tracking_weight
            notify_priority_changes
            smtp_alert
            }

            """
        let result = parse(trackers + Self.group + words + Self.instances("notify_priority_changes off"))
        #expect(result.summary == [])
        let configuration = try #require(result.configuration)
        for instance in configuration.instances {
            #expect(instance.trackedChecks.map(\.name) == ["nginx", "load"])
            #expect(instance.trackedChecks.map(\.weight.value) == [254, -2])
        }
        #expect(configuration.instances.map(\.tellsPriorityChanges) == [false, true])
        #expect(configuration.syncGroups.map(\.mailsTransitions) == [true])
        // The members' own mail is another matter.
        #expect(configuration.instances.map(\.mailsTransitions) == [false, false])
    }

    @Test(
        "smtp_alert of a group: as global_defs says, unless it says so itself",
        arguments: [
            ("", "", false), ("smtp_alert", "", true), ("smtp_alert\nsmtp_alert_vrrp off", "", false),
            ("smtp_alert", "smtp_alert off", false), ("", "smtp_alert", true),
        ]
    )
    func mail(global: String, line: String, isMailed: Bool) {
        let result = parse("global_defs {\n\(global)\n}\n" + Self.group + "\(line)\n}\n" + Self.instances())
        #expect(result.configuration?.syncGroups.map(\.mailsTransitions) == [isMailed])
    }

    @Test("a file's weight, which is 1 unless written, does not count without sync_group_tracking_weight")
    func fileWeight() {
        let result = parse(
            "track_file load {\nfile /run/load\n}\n" + Self.group + "track_file {\nload\n}\n}\n" + Self.instances()
        )
        #expect(result.configuration?.instances.map(\.trackedChecks) == [[], []])
        #expect(
            result.summary.filter {
                $0.contains("warning weights do not count in a sync group: 'load' of sync group 'A'")
            }
            .count == 1,
            "\(result.summary)"
        )
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let expected: String

        init(_ text: String, _ expected: String) {
            self.text = text
            self.expected = expected
        }

        var testDescription: String { self.expected }
    }

    @Test(
        "errors",
        arguments: [
            Case("vrrp_sync_group A {\ngroup {\nVI_1\nVI_9\n}\n}", "4:1 error sync group 'A' names no instance"),
            Case("vrrp_sync_group A {\ngroup {\n}\n}", "2:1 error sync group 'A' has no members"),
            Case("vrrp_sync_group A {\n}", "1:17 error sync group 'A' has no members"),
            Case(
                "vrrp_sync_group A {\ngroup {\nVI_1\n}\n}\nvrrp_sync_group B {\ngroup {\nVI_1\n}\n}",
                "8:1 error instance 'VI_1' is a member of sync group 'A' already"
            ),
            Case(
                "vrrp_sync_group A {\ngroup {\nVI_1\n}\n}\nvrrp_sync_group A {\ngroup {\nVI_2\n}\n}",
                "6:17 error a sync group named 'A' stands at"
            ),
            Case("vrrp_sync_group A {\ngroup {\nVI_1 VI_2\n}\n}", "3:6 error one member a line"),
        ]
    )
    func errors(_ test: Case) {
        let result = parse(test.text + "\n" + Self.instances())
        #expect(result.configuration == nil)
        #expect(result.summary.first?.hasPrefix(test.expected) == true, "\(result.summary)")
    }

    private static let group = "vrrp_sync_group A {\ngroup {\nVI_1\nVI_2\n}\n"

    @Test("weights of members do not count, and each is said so")
    func weights() throws {
        let lines = "track_script {\nweb\n}\ntrack_interface {\neth7 weight -20\n}"
        let result = parse(Self.group + "}\n" + Self.check + Self.instances(lines))
        #expect(
            result.summary == [
                "7:13 notice check 'web' moves nothing: no instance tracks it",
                "18:1 warning weights do not count in a sync group: 'web' of instance 'VI_1' has weight 10, so it is not "
                    + "tracked",
                "21:1 warning weights do not count in a sync group: 'eth7' of instance 'VI_1' has weight -20, so it has "
                    + "weight 0: down is a fault",
            ]
        )
        let instance = try #require(result.configuration?.instances.first)
        #expect(instance.trackedChecks == [])
        #expect(instance.trackedInterfaces == [TrackedInterface(name: "eth7")])
    }

    @Test(
        "a check that a member and its group track: the group's weight, but for a weight of 0, which leaves the member's"
    )
    func weightOfTheGroup() throws {
        for (group, expected) in [("web weight 7", 7), ("web weight 0", 5), ("web", 5)] {
            let result = parse(
                Self.group + "track_script {\n\(group)\n}\nsync_group_tracking_weight\n}\n" + Self.check
                    + Self.instances("track_script {\nweb weight 5\n}")
            )
            let instances = try #require(result.configuration?.instances, "\(result.summary)")
            #expect(instances.first?.trackedChecks.map(\.weight.value) == [expected], "\(group)")
        }
    }

    @Test("sync_group_tracking_weight: they count, and those of the group for every member")
    func countedWeights() throws {
        let result = parse(
            Self.group + "track_script {\nweb weight 7\n}\nsync_group_tracking_weight\n}\n" + Self.check
                + Self.instances("track_interface {\neth7 weight -20\n}")
        )
        #expect(result.summary == [])
        let instances = try #require(result.configuration?.instances)
        #expect(instances.map { $0.trackedChecks.map(\.weight.value) } == [[7], [7]])
        #expect(instances[0].trackedInterfaces.map(\.weight.value) == [-20])
    }

    @Test("weights of the group's own trackers without it are reported once, not for each member")
    func groupWeights() {
        let result = parse(Self.group + "track_interface {\neth7 weight 5\n}\n}\n" + Self.instances())
        #expect(result.summary.count == 1)
        #expect(result.configuration?.instances.map { $0.trackedInterfaces.map(\.weight) } == [[.fault], [.fault]])
    }

    @Test("case 108: a check of a member and of its group is told of, and the group's weight counts")
    func trackedTwice() {
        let result = parse(
            Self.group + "track_script {\nweb weight 7\n}\nglobal_tracking\n}\n" + Self.check
                + Self.instances("track_script {\nweb weight 3\n}")
        )
        #expect(result.summary.first == "9:1 warning global_tracking is deprecated")
        #expect(result.summary.last?.contains("'web' is tracked by sync group 'A', too, at") == true)
        #expect(result.configuration?.instances.first?.trackedChecks.map(\.weight.value) == [7])
    }
}
