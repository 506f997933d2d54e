import Checks
import Configuration
import Testing

/// Words that concern network interfaces.
@Suite struct LinkTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let value: @Sendable (LinkConfiguration) -> String
        let expected: String

        init(_ text: String, _ expected: String, _ value: @escaping @Sendable (LinkConfiguration) -> String) {
            self.text = text
            self.value = value
            self.expected = expected
        }

        var testDescription: String { self.text.split(separator: "\n").joined(separator: "⏎") + " → \(self.expected)" }
    }

    static let cases: [Case] = [
        Case("", "eth0 false false nil") {
            "\($0.defaultInterface) \($0.mayBeMissing) \($0.pollsAll) \($0.networkNamespace ?? "nil")"
        },
        Case("global_defs {\ndefault_interface p33p1.3\n}", "p33p1.3") { $0.defaultInterface },
        Case("global_defs {\ndynamic_interfaces\n}", "true") { "\($0.mayBeMissing)" },
        Case("global_defs {\ndynamic_interfaces allow_if_changes\n}", "true") { "\($0.mayBeMissing)" },
        Case("global_defs {\ndynamic_interfaces off\n}", "false") { "\($0.mayBeMissing)" },
        Case("linkbeat_use_polling", "true") { "\($0.pollsAll)" },
        Case("global_defs {\nlinkbeat_use_polling\n}", "true") { "\($0.pollsAll)" },
        Case("net_namespace blue", "blue") { $0.networkNamespace ?? "nil" },
        Case("namespace_with_ipsets", "nil") { $0.networkNamespace ?? "nil" },
        Case("linkbeat_interfaces {\neth0\neth1 MII\neth2 ETHTOOL\neth3 IOCTL\n}", "automatic mii ethtool flags") {
            links in (0...3).compactMap { links.probes["eth\($0)"] }.map { "\($0)" }.joined(separator: " ")
        },
        Case("interface_up_down_delays {\neth0 0.5\neth1 1.25 2\n}", "0.5 0.5 1.25 2.0") { links in
            [links.delays["eth0"], links.delays["eth1"]].compactMap(\.self)
                .map { "\($0.down / .seconds(1)) \($0.up / .seconds(1))" }.joined(separator: " ")
        },
    ]

    @Test("words and what they change", arguments: cases)
    func words(_ test: Case) {
        let result = parse(test.text + "\n")
        #expect(result.diagnostics.isEmpty, "\(result.summary)")
        #expect(result.configuration.map { test.value($0.global.links) } == test.expected)
    }

    @Test(
        "what cannot be meant is an error at its place",
        arguments: [
            ("interface_up_down_delays {\neth0\n}", "2:1 error 'eth0' has no delay"),
            ("interface_up_down_delays {\neth0 256\n}", "2:6 error '256' is no delay"),
            ("interface_up_down_delays {\neth0 1 -1\n}", "2:8 error '-1' is no delay"),
            ("net_namespace a/b", "1:15 error 'a/b' is no name of a network namespace"),
            ("net_namespace", "1:1 error 'net_namespace' needs"),
            ("global_defs {\niproute_etc_dir etc\n}", "2:17 error iproute_etc_dir expects the absolute path"),
        ]
    )
    func errors(_ text: String, _ expected: String) {
        #expect(parse(text + "\n").summary.first?.hasPrefix(expected) == true, "\(parse(text + "\n").summary)")
    }

    @Test("an unknown way to poll is warned of, and the link is polled all the same")
    func unknownProbe() {
        let result = parse("linkbeat_interfaces {\neth0 MLI\n}\n")
        #expect(result.summary == ["2:6 warning 'MLI' is no way to poll a link; the first that works is used"])
        #expect(result.configuration?.global.links.probes["eth0"] == .automatic)
    }

    @Test("the deprecated word of an instance polls its own interface")
    func pollsOwn() {
        let result = parse(instance("linkbeat_use_polling"))
        #expect(result.configuration?.global.links.probes == ["eth0": .automatic])
    }

    @Test("a down delay that is too long is said to become shorter, at its place")
    func longDelay() {
        let result = parse("interface_up_down_delays {\neth0 5 1\n}\n" + instance(""))
        #expect(
            result.summary == [
                "2:6 warning the down delay of eth0 becomes 1.996093 s: instance 'VI_1' would have been replaced by a "
                    + "peer before its end"
            ]
        )
        let fits = parse("interface_up_down_delays {\neth0 1.9\n}\n" + instance(""))
        #expect(fits.summary.isEmpty)
    }

    @Test("a missing interface is an error, and something to wait for with dynamic_interfaces")
    func missing() {
        let fixed = parse(instance("")).needs
        #expect(fixed.missingInterfaces(among: ["lo"]).map(\.severity) == [.error])
        let dynamic = parse("global_defs {\ndynamic_interfaces\n}\n" + instance("")).needs
        #expect(dynamic.missingInterfaces(among: ["lo"]).map(\.severity) == [.notice])
        #expect(dynamic.missingInterfaces(among: ["eth0"]).isEmpty)
    }
}
