import Checks
import Configuration
import Testing

/// What is wrong, where it is said to be, and what the message offers.
@Suite struct InvalidConfigurationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let place: String
        let fragments: [String]

        init(_ text: String, _ place: String, _ fragments: String...) {
            self.text = text
            self.place = place
            self.fragments = fragments
        }

        var testDescription: String { self.text.split(separator: "\n").joined(separator: "⏎") }
    }

    static let errors: [Case] = [
        // Values out of range.
        Case(instance("  priority 300"), "2:12", "priority '300'", "1 to 255"),
        Case(instance("priority 0"), "2:10", "1 to 255"),
        Case(instance("priority abc"), "2:10", "'abc'", "whole number"),
        Case(instance("priority 99999999999999999999"), "2:10", "1 to 255"),
        Case(instance("version 4"), "2:9", "2 to 3"),
        Case(instance("advert_int 0.004"), "2:12", "0.01 to 255"),
        Case(instance("advert_int 0"), "2:12", "0.01 to 255"),
        Case(instance("advert_int abc"), "2:12", "'abc'"),
        Case(instance("advert_int -1"), "2:12", "'-1'"),
        Case(instance("advert_int 256"), "2:12", "0.01 to 255"),
        Case(instance("preempt_delay 1001"), "2:15", "0 to 1000"),
        Case(instance("down_timer_adverts 101"), "2:20", "1 to 100"),
        Case(instance("virtual_router_id 256", replacing: "interface eth0"), "2:19", "1 to 255"),
        Case(instance("virtual_router_id 0", replacing: "interface eth0"), "2:19", "1 to 255"),
        Case("global_defs {\n vrrp_version 1\n}", "2:15", "2 to 3"),
        Case("global_defs {\n vrrp_garp_interval 0\n}", "2:21", "0.000001"),
        Case("global_defs {\n vrrp_mcast_group4 192.0.2.1\n}", "2:20", "multicast"),
        Case("global_defs {\n control_socket run/x\n}", "2:17", "absolute"),
        Case("global_defs {\n native_scripts maybe\n}", "2:17", "on or off"),
        Case("global_defs {\n notify_timeout 0\n}", "2:17", "0.1 to 3600"),
        // Values missing.
        Case(instance("priority"), "2:1", "'priority' needs"),
        Case(instance("interface", replacing: "virtual_router_id 1"), "2:1", "'interface' needs"),
        Case(instance("unicast_src_ip"), "2:1", "needs an IPv4 or IPv6 address"),
        Case(instance("authentication"), "2:1", "needs a block"),
        Case(instance("notify_master"), "2:1", "needs a command line"),
        Case("vrrp_instance {\n}", "1:1", "needs a name"),
        Case("vrrp_script x", "1:1", "needs a block"),
        Case("vrrp_script x {\n interval 1\n}", "1:1", "no script line"),
        Case("vrrp_script x {\n script\n}", "2:2", "command line"),
        Case("vrrp_script x {\n script \"\"\n}", "2:2", "command line"),
        // What an instance cannot do without.
        Case(instance("", replacing: "interface eth0"), "1:15", "no virtual_router_id"),
        Case(instance("", replacing: "virtual_router_id 1"), "1:15", "no interface"),
        Case(instance("interface a/b", replacing: "virtual_router_id 1"), "2:11", "no interface name"),
        Case(instance("interface abcdefghijklmnop", replacing: "virtual_router_id 1"), "2:11", "1 to 15"),
        // Addresses.
        Case(instance("unicast_peer {\n}"), "2:1", "names no IPv4 peer"),
        Case(instance("unicast_peer {\nfd00::2\n}"), "2:1", "names no IPv4 peer"),
        Case(instance("unicast_peer {\n192.0.2.1\n192.0.2.1\n}"), "4:1", "twice"),
        Case(instance("unicast_peer {\n192.0.2.300\n192.0.2.2\n}"), "3:1", "no IPv4 address"),
        Case(instance("unicast_peer {\n192.0.2.1 192.0.2.2\n}"), "3:11", "one peer a line"),
        Case(instance("unicast_peer {\n224.0.0.18\n}"), "3:1", "single host"),
        Case(instance("unicast_src_ip 192.0.2.1\nunicast_peer {\n192.0.2.1\n}"), "2:1", "own unicast_src_ip"),
        Case(instance("virtual_ipaddress_excluded {\n10.0.0.1/33\n}"), "3:1", "prefix length"),
        Case(instance("virtual_ipaddress_excluded {\n10.0.0.1 10.0.0.2\n}"), "3:10", "one address a line"),
        Case(instance("virtual_ipaddress_excluded {\n10.0.0.1/24 dev\n}"), "3:13", "needs a value"),
        Case(instance("virtual_ipaddress_excluded {\n10.0.0.1 label abcdefghijklmnop\n}"), "3:16", "too long"),
        Case(instance("virtual_ipaddress_excluded {\n10.0.0.1 scope here\n}"), "3:16", "scope 'here'"),
        Case(instance("virtual_ipaddress_excluded {\n224.0.0.1\n}"), "3:1", "cannot be set"),
        // Authentication.
        Case(instance("authentication {\nauth_type AH\nauth_pass x\n}"), "3:11", "both be master"),
        Case(instance("authentication {\nauth_type FOO\n}"), "3:11", "expected PASS"),
        Case(instance("authentication {\nauth_type PASS\n}"), "2:1", "needs auth_pass"),
        // References.
        Case(instance("track_script {\nchk_ngnix\n}") + "vrrp_script chk_nginx {\nscript x\n}", "3:1", "'chk_ngnix'"),
        Case(instance("track_script {\n nothing\n}"), "3:2", "not defined anywhere"),
        Case(instance("track_script {\nc weight 300\n}") + "vrrp_script c {\nscript x\n}", "3:10", "-253 to 253"),
        Case(instance("track_script {\nc 30\n}") + "vrrp_script c {\nscript x\n}", "3:3", "unexpected word '30'"),
        Case("check c {\nprocess x\ntracked_by VI_2\n}\n" + instance(""), "3:12", "no vrrp_instance 'VI_2'"),
        Case(instance("") + instance("interface eth1"), "9:15", "'VI_1' stands at k.conf:1:15 already"),
        Case(
            "vrrp_script c {\nscript x\n}\ncheck c {\nprocess x\n}",
            "4:7",
            "'c' stands at k.conf:1:13 already"
        ),
        // Checks.
        Case("check c {\n prcess nginx\n}", "2:2", "unknown plugin 'prcess'", "process, http, tcp, shell, exec"),
        Case("check c {\n mysql 127.0.0.1\n}", "2:2", "unknown plugin 'mysql'"),
        Case("check c {\n interval 1\n}", "1:7", "has no plugin line"),
        Case("check c {\n process\n}", "2:2", "process needs NAME"),
        Case("check c {\n process a b\n}", "2:12", "takes one NAME"),
        Case("check c {\n process a\n tcp h:1\n}", "3:2", "has a plugin already, in line 2"),
        Case("check c {\n http nginx\n}", "2:7", "http URL"),
        Case("check c {\n tcp localhost\n}", "2:6", "tcp HOST:PORT"),
        Case("check c {\n http http://h/ {\n  expect_status ok\n }\n}", "3:17", "option expect_status"),
        Case("check c {\n http http://h/ {\n  expect_staus 200\n }\n}", "3:3", "no option 'expect_staus'"),
        Case("check c {\n http http://h/ {\n  connect_timeout\n }\n}", "3:3", "option connect_timeout"),
        Case("check c {\n process x\n on_unknown maybe\n}", "3:13", "fail, hold SECONDS or ignore"),
        Case("check c {\n process x\n on_unknown hold\n}", "3:13", "hold needs seconds"),
        Case("check c {\n process x\n interval 0\n}", "3:11", "0.001"),
        Case("check c {\n process x\n rise 0\n}", "3:7", "1 to 2147483647"),
        Case("check c {\n process x\n weight 255\n}", "3:9", "-253 to 253"),
        // Grammar.
        Case("vrrp_script c {\nscript x", "1:1", "never closed"),
        Case("}\n", "1:1", "closes no block"),
        Case(instance("") + "}", "9:1", "closes no block"),
        Case("{\n}", "1:1", "belongs to no keyword"),
        Case("global_defs {\n router_id \"abc\n}", "2:12", "quote is never closed"),
        Case("vrrp_script c {\n script \"a 'b\"\n}", "2:9", "quote inside the command line"),
    ]

    @Test("an error stands at its place", arguments: errors)
    func error(_ example: Case) {
        let result = parse(example.text)
        #expect(result.configuration == nil)
        let errors = result.diagnostics.filter { $0.severity == .error }
        let found = errors.contains { diagnostic in
            "\(diagnostic.location.line):\(diagnostic.location.column)" == example.place
                && example.fragments.allSatisfy(diagnostic.message.contains)
        }
        #expect(found, "\(result.summary)")
        #expect(errors.count == 1, "\(result.summary)")
    }

    static let warnings: [Case] = [
        Case(instance("prioritty 100"), "2:1", "unknown word 'prioritty' in vrrp_instance"),
        Case(instance("Priority 100"), "2:1", "unknown word 'Priority'"),
        Case(instance("state master"), "2:7", "state 'master' is unknown, so BACKUP is used"),
        Case(instance("advert_int 0.5"), "2:12", "becomes 1 s", "whole seconds"),
        Case(instance("advert_int 40.958\nversion 3"), "2:12", "becomes 40.95 s"),
        Case(instance("advert_int 0.015\nversion 3"), "2:12", "becomes 0.02 s"),
        Case(instance("version 3\nauthentication {\nauth_type PASS\nauth_pass x\n}"), "3:1", "no authentication"),
        Case(instance("authentication {\nauth_pass x\n}"), "2:1", "without auth_type"),
        Case(instance("authentication {\nauth_type PASS\nauth_pass 123456789\n}"), "4:11", "first 8"),
        Case(
            instance("authentication {\nauth_type PASS\nauth_pass 'ab cd'\n}"),
            "4:15",
            "unexpected word '…' behind auth_pass"
        ),
        Case(instance("state MASTER\npriority 150\nnopreempt"), "4:1", "nopreempt is ignored with state MASTER"),
        Case(instance("priority 255\nnopreempt"), "3:1", "nopreempt is ignored with priority 255"),
        Case(instance("nopreempt\npreempt_delay 5"), "3:1", "preempt_delay is ignored with nopreempt"),
        Case(instance("state MASTER\npriority 9\npreempt_delay 5"), "4:1", "preempt_delay is ignored with state"),
        Case(instance("notify_master /x/failover.sh --to master"), "2:30", "'--to' is taken for the user"),
        Case(instance("notify /x/failover.sh /etc/x"), "2:23", "'/etc/x' is taken for the user"),
        Case(instance("unicast_src_ip 192.0.2.1"), "2:1", "no effect without unicast_peer"),
        Case(instance("priority 100 200"), "2:14", "unexpected word '200'"),
        Case(instance("priority 100 {\nfoo\n}"), "2:1", "takes no block"),
        Case(instance("", replacing: "interface eth0\nvirtual_router_id 1"), "1:15", "has no virtual_ipaddress"),
        Case(instance("virtual_ipaddress_excluded {\n192.0.2.9\n}"), "3:1", "twice"),
        Case(instance("virtual_ipaddress_excluded {\n10.0.0.1 lable x\n}"), "3:10", "unknown word 'lable'"),
        Case(
            instance(
                "virtual_ipaddress {\nfe80::1/64\n}",
                replacing: "interface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.9\n}\nnative_ipv6"
            ),
            "8:1",
            "is of IPv6",
            "not advertised"
        ),
        Case(instance("use_vmac a b c"), "2:14", "unexpected word 'c'"),
        Case(instance("vmac_xmit_base"), "2:1", "no effect without use_vmac"),
        Case("global_defs {\n vrrp_iptables\n vrrp_ipsets\n}\n" + instance(""), "2:2", "nftables"),
        Case(
            "vrrp_script c {\n script /bin/test -e /x\n}\n" + instance("track_script {\nc\n}"),
            "2:19",
            "only '/bin/test'"
        ),
        Case("vrrp_script c {\n script \"a | b\"\n}\n" + instance("track_script {\nc\n}"), "2:9", "no shell"),
        Case("check c {\n process x\n intervall 2\n tracked_by all\n}\n" + instance(""), "3:2", "'intervall' in check"),
        Case("include missing.conf\n" + instance(""), "1:1", "nothing matches 'missing.conf'"),
        Case("foo {\n bar {\n }\n}\n" + instance(""), "1:1", "unknown word 'foo'", "its block is skipped"),
        Case(instance("track_script {\nc weight 254\n}") + "vrrp_script c {\nscript x\n}", "3:10", "253 is used"),
        Case(instance("track_script {\nc\nc\n}") + "vrrp_script c {\nscript x\n}", "4:1", "tracked already"),
        Case(
            instance("priority 255\ntrack_script {\nc weight 5\n}") + "vrrp_script c {\nscript x\n}",
            "4:1",
            "priority 255 takes no weights"
        ),
        Case("priority 100\n" + instance(""), "1:1", "unknown word 'priority' in the root of the file"),
        Case("global_defs {\n x ${NOPE}\n}\n" + instance(""), "2:4", "'NOPE' is not defined"),
        Case("a\u{0}b\n" + instance(""), "1:1", "NUL"),
    ]

    @Test("a warning stands at its place and the rest runs", arguments: warnings)
    func warning(_ example: Case) {
        let result = parse(example.text)
        #expect(result.configuration != nil, "\(result.summary)")
        let found = result.diagnostics.contains { diagnostic in
            diagnostic.severity == .warning
                && "\(diagnostic.location.line):\(diagnostic.location.column)" == example.place
                && example.fragments.allSatisfy(diagnostic.message.contains)
        }
        #expect(found, "\(result.summary)")
    }

    static let fixes: [(String, String)] = [
        (instance("prioritty 100"), "did you mean 'priority'?"),
        (instance("use_vmca"), "did you mean 'use_vmac'?"),
        (instance("garp_master_dealy 1"), "did you mean 'garp_master_delay'?"),
        (instance("state MSATER"), "did you mean 'MASTER'?"),
        ("vrrp_instnace x {\n}", "did you mean 'vrrp_instance'?"),
        ("global_defs {\n routerid x\n}", "did you mean 'router_id'?"),
        ("interval 2", "it belongs in vrrp_script"),
        ("check c {\n htpp http://h/\n}", "did you mean 'http'?"),
        ("check c {\n http http://h/ {\n expect_staus 1\n}\n}", "did you mean 'expect_status'?"),
        (
            instance("track_script {\nchk_ngnix\n}") + "vrrp_script chk_nginx {\nscript x\n}",
            "did you mean 'chk_nginx'?"
        ),
        ("$VIP=1\nfoo ${VPI}", "did you mean ${VIP}?"),
    ]

    @Test("a slip of the pen gets the nearest word", arguments: fixes)
    func suggestion(_ text: String, _ fix: String) {
        #expect(parse(text).diagnostics.contains { $0.fix == fix }, "\(parse(text).diagnostics.map(\.fix))")
    }

    @Test("a missing file is one error without a position")
    func missingFile() {
        var reader = MemoryReader(files: [:], failures: ["dir": .isDirectory, "x": .isExecutable])
        for (path, fragment) in [("none", "no such file"), ("dir", "directory"), ("x", "executable")] {
            let result = ConfigurationParser.parse(reader: &reader, mainFile: path, plugins: [])
            #expect(result.configuration == nil)
            #expect(result.diagnostics.count == 1)
            #expect(result.diagnostics.first?.category == .file)
            #expect(result.diagnostics.first?.message.contains(fragment) == true)
            #expect(result.diagnostics.first?.rendered().hasPrefix("\(path): error: ") == true)
            #expect(result.diagnostics.first?.rendered().contains("\n    fix: ") == true)
        }
    }
}
