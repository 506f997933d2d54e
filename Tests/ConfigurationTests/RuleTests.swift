import Checks
import Configuration
import Routing
import Testing
import VRRP

/// `virtual_rules` and `static_rules`: the words of `ip rule`.
@Suite struct RuleTests {
    static func result(rules lines: String) -> ConfigurationResult {
        var reader = RouteTests.reader(instance("virtual_rules {\n\(lines)\n}"))
        return ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: TestPlugins.all)
    }

    typealias Case = LineCase<Rule>

    static let cases: [Case] = [
        Case("from 192.0.2.0/24 table dmz", "192.0.2.0/24 true") {
            "\(shown($0.source)) \($0.action == .lookup(table: 100))"
        },
        Case("to 192.0.2.0/24 lookup 5", "192.0.2.0/24 true") {
            "\(shown($0.destination)) \($0.action == .lookup(table: 5))"
        },
        Case("from 2001:db8::/32 table 5", "true") { "\($0.family == .ipv6)" },
        Case("inet6 iif eth0 table 5", "true eth0") { "\($0.family == .ipv6) \(shown($0.incomingInterface))" },
        Case("from all table 5", "nil true") { "\($0.source.map(\.description) ?? "nil") \($0.family == .ipv4)" },
        Case("not from 192.0.2.1 table 5", "true") { "\($0.isInverted)" },
        Case("tos 0x10 table 5", "16") { "\($0.service)" },
        Case("fwmark 24/12 table 5", "24 12") { "\(shown($0.mark)) \(shown($0.markMask))" },
        Case("fwmark 0x10 table 5", "16 true") { "\(shown($0.mark)) \($0.markMask == nil)" },
        Case("realms 30/20 table 5", "1966100") { "\($0.realms)" },
        Case("table 5 suppress_prefixlength 0", "0") { "\(shown($0.suppressedPrefixLength))" },
        Case("table 5 sup_group 7", "7") { "\(shown($0.suppressedGroup))" },
        Case("dev eth0 oif eth1 table 5", "eth0 eth1") {
            "\(shown($0.incomingInterface)) \(shown($0.outgoingInterface))"
        },
        Case("tunnel-id 18446744073709551615 table 5", "18446744073709551615") { "\(shown($0.tunnelID))" },
        Case("uidrange 10000-19999 table 5", "10000...19999") { "\(shown($0.users))" },
        Case("from 192.0.2.1 l3mdev", "true") { "\($0.action == .lookupInVRF)" },
        Case("ipproto UDP sport 10-20 dport 53 table 5", "17 10...20 53...53") {
            "\(shown($0.ipProtocol)) \(shown($0.sourcePorts)) \(shown($0.destinationPorts))"
        },
        Case("from 192.0.2.1 goto 40", "true") { "\($0.action == .goto(40))" },
        Case("from 192.0.2.1 nop", "nothing") { "\($0.action)" },
        Case("from 192.0.2.1 blackhole", "blackhole") { "\($0.action)" },
        Case("from 192.0.2.1 type prohibit", "prohibit") { "\($0.action)" },
        Case("table 5 protocol 12 no_track", "12") { "\($0.originator)" },
    ]

    @Test("a line and what it means", arguments: cases)
    func lines(_ test: Case) {
        let result = Self.result(rules: test.line + " preference 39")
        #expect(result.summary.isEmpty)
        guard case .rule(let rule)? = result.only?.items.first?.kind else {
            Issue.record("no rule")
            return
        }
        #expect(rule.preference == 39)
        #expect(test.value(rule) == test.expected)
    }

    @Test("rules without a preference count down from 16384, in the order of the file, each family for itself")
    func preferences() {
        let text =
            "static_rules {\nfrom 192.0.2.1 table 1\nfrom 2001:db8::1 table 1\n}\n"
            + instance(
                "virtual_rules {\nfrom 192.0.2.2 table 2\nfrom 192.0.2.3 table 3 priority 7\nto 192.0.2.4 table 4\n}"
            )
        let result = parse(text)
        let items = (result.configuration?.statics ?? []) + (result.only?.items ?? [])
        let preferences = items.compactMap { if case .rule(let rule) = $0.kind { rule.preference } else { nil } }
        #expect(preferences == [16384, 16384, 16383, 7, 16382])
        #expect(result.summary.count == 4)
        #expect(result.summary.first == "2:1 warning this rule has no preference, so it gets 16384")
    }

    @Test(
        "a rule that cannot be meant is an error at its place",
        arguments: [
            ("from 192.0.2.1 preference 5", "3:1 error the rule has no action"),
            ("from 192.0.2.1 to 2001:db8::1 table 5", "3:19 error '2001:db8::1' is of IPv6"),
            ("from 192.0.2.1 table 5 blackhole", "3:24 error 'blackhole' is a second action"),
            ("from 192.0.2.1 table 0", "3:22 error there is no table 0"),
            ("preference 50 from 192.0.2.1 goto 40", "3:1 error goto 40 goes forward only"),
            ("realms 3 blackhole", "3:1 error 'realms' has a meaning only where the rule looks a table up"),
            ("fwmark 5/x table 5", "3:8 error fwmark '5/x' is no mark"),
            ("sport 20-10 table 5", "3:7 error sport '20-10' is no range"),
            ("sport 65536 table 5", "3:7 error sport '65536' is no range"),
            ("form 192.0.2.1 table 5", "3:1 error unknown word 'form' in a rule"),
            ("type nat", "3:6 error type 'nat' is unknown"),
            ("to 192.168.200./24 table 2", "3:4 error '192.168.200./24' is no network"),
        ]
    )
    func errors(_ line: String, _ expected: String) {
        let summary = Self.result(rules: line).summary
        #expect(summary.count == 1 && summary[0].hasPrefix(expected), "\(summary)")
    }
}
