import Checks
import Configuration
import Testing

/// Single messages, and where their carets stand.
@Suite struct MessageTextTests {
    @Test("a unicast_ttl that peers will not take is warned of")
    func unicastTTL() {
        let lines = { (ttl: String) in instance("unicast_peer {\n192.0.2.2\n}\nunicast_ttl \(ttl)") }
        #expect(parse(lines("255")).summary.isEmpty)
        let result = parse(lines("64"))
        #expect(result.summary.count == 1)
        #expect(result.summary.first?.hasPrefix("5:13 warning peers that run baton take 255 only") == true)
        #expect(result.diagnostics.first?.fix?.contains("min_ttl") == true)
        #expect(result.only?.unicast?.timeToLive == 64)
    }

    @Test("more addresses than an advertisement holds are one warning")
    func tooManyAddresses() {
        let addresses = (0..<400).map { "10.0.\($0 / 200).\($0 % 200 + 1)" }.joined(separator: "\n")
        let result = parse(
            instance("", replacing: "interface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n\(addresses)\n}")
        )
        #expect(result.summary.count == 1)
        #expect(result.diagnostics.first?.location.line == 5 + 1 + 255)
        #expect(result.only?.virtualAddresses.count == 255)
        #expect(result.only?.excludedAddresses.count == 145)
    }

    @Test("an address of another instance is reported where it stands")
    func addressOfAnother() {
        let other =
            "vrrp_instance VI_2 {\ninterface eth0\nvirtual_router_id 2\nvirtual_ipaddress {\n192.0.2.7\n  192.0.2.9\n}\n}\n"
        let result = parse(instance("") + other)
        #expect(result.diagnostics.map { "\($0.location.line):\($0.location.column)" } == ["14:3"], "\(result.summary)")
    }

    @Test(
        "a block that is missing keeps its name in the fix, and nothing that may be secret",
        arguments: [
            ("vrrp_script b\n", "write it as vrrp_script b { … }"),
            ("vrrp_instance VI\n", "write it as vrrp_instance VI { … }"),
            ("vrrp_instance VI {\nauthentication PASS letmein\n}\n", "write it as authentication { … }"),
        ]
    )
    func missingBlock(text: String, fix: String) {
        #expect(parse(text).diagnostics.contains { $0.fix == fix })
    }

    @Test("a process line without a name is a process line")
    func emptyProcess() {
        let result = parse("vrrp_track_process p {\n  process\n}\n")
        #expect(result.summary == ["2:3 error 'process' needs the name of a process"])
    }

    @Test("weight reverse lacks a number")
    func weightReverse() {
        let result = parse("vrrp_script s {\nscript /bin/true\nweight reverse\n}\n" + instance("track_script {\ns\n}"))
        #expect(
            result.summary == [
                "3:8 error there is no number between weight and 'reverse': expected a whole number from -253 to 253"
            ]
        )
        #expect(result.diagnostics.first?.fix == "write it as weight N reverse")
    }

    @Test("a priority that nobody wrote is explained")
    func impliedOwner() {
        let implied = parse(instance("state MASTER\nnopreempt"))
        #expect(implied.summary.first?.contains("state MASTER without a priority, which makes it 255") == true)
        let written = parse(instance("priority 255\nnopreempt"))
        #expect(written.summary.first?.contains("nopreempt is ignored with priority 255") == true)
    }
}
