import Checks
import Configuration
import Routing
import Testing
import VRRP

/// The words behind an address, and static addresses.
@Suite struct AddressOptionTests {
    static let cases: [(String, String)] = [
        ("192.0.2.9", "192.0.2.9/32 eth0 scope 0"),
        ("192.0.2.9/24 dev eth1 scope link label eth1:v brd +", "192.0.2.9/24 eth1 scope 253 eth1:v brd 192.0.2.255"),
        ("192.0.2.9/24 scope 7", "192.0.2.9/24 eth0 scope 7"),
        ("192.0.2.9 peer 192.0.2.200", "192.0.2.9/32 eth0 scope 0 peer 192.0.2.200"),
        ("192.0.2.9 peer 198.51.100.0/24", "192.0.2.9/24 eth0 scope 0 peer 198.51.100.0"),
        ("192.0.2.9 noprefixroute autojoin", "192.0.2.9/32 eth0 scope 0 flags 600"),
        ("192.0.2.9 home mngtmpaddr -nodad", "192.0.2.9/32 eth0 scope 0 flags 110 dad"),
        ("192.0.2.9 preferred_lft forever", "192.0.2.9/32 eth0 scope 0 lft 4294967295"),
        ("192.0.2.9 preferred_lft 0", "192.0.2.9/32 eth0 scope 0 lft 0"),
        ("192.0.2.9 no_track use_vmac", "192.0.2.9/32 vrrp.33 scope 0 untracked vmac"),
    ]

    static func describe(_ address: VirtualAddress) -> String {
        var words = ["\(address.address)/\(address.prefixLength)", address.device, "scope \(address.scope)"]
        if let label = address.label { words.append(label) }
        if let broadcast = address.broadcast { words.append("brd \(broadcast)") }
        if let peer = address.options.peer { words.append("peer \(peer)") }
        if address.options.flags != 0 { words.append("flags " + String(address.options.flags, radix: 16)) }
        if address.options.detectsDuplicates { words.append("dad") }
        if let lifetime = address.options.preferredLifetime { words.append("lft \(lifetime)") }
        if !address.isTracked { words.append("untracked") }
        if address.usesVMAC { words.append("vmac") }
        return words.joined(separator: " ")
    }

    @Test("a line and what it means", arguments: cases)
    func lines(_ line: String, _ expected: String) {
        let result = parse(
            instance("", replacing: "interface eth0\nvirtual_router_id 33\nvirtual_ipaddress {\n\(line)\n}")
        )
        #expect(result.summary.isEmpty)
        #expect(result.only.map { Self.describe($0.virtualAddresses[0]) } == expected)
    }

    @Test(
        "words that do not go together, and values that cannot be meant",
        arguments: [
            ("192.0.2.9/24 peer 192.0.2.1", "warning '192.0.2.9/24' has a prefix length and a peer"),
            ("192.0.2.9 peer 192.0.2.1 brd 192.0.2.255", "warning an address with a peer has no broadcast"),
            ("192.0.2.9 peer 2001:db8::1", "error peer '2001:db8::1' is not of the family"),
            ("192.0.2.9 peer", "error 'peer' needs a value"),
            ("192.0.2.9 preferred_lft never", "error preferred_lft 'never' is out of range"),
            ("192.0.2.9 scope lnk", "error scope 'lnk' is unknown"),
            ("192.0.2.9 track_group G", "warning track_group is for static items"),
        ]
    )
    func problems(_ line: String, _ expected: String) {
        let summary = parse(
            instance("", replacing: "interface eth0\nvirtual_router_id 33\nvirtual_ipaddress {\n\(line)\n}")
        ).summary
        #expect(summary.count == 1 && summary[0].contains(expected), "\(summary)")
    }

    @Test("static addresses stand on default_interface unless they say otherwise, and can be tracked")
    func statics() {
        let result = parse(
            "global_defs {\ndefault_interface eth5\n}\ntrack_group G {\ngroup {\nVI_1\n}\n}\n"
                + "static_ipaddress {\n192.0.2.100/24\n192.0.2.101/24 dev eth0 no_track track_group G\n}\n"
                + instance("")
        )
        #expect(result.summary.isEmpty)
        let items = result.configuration?.statics ?? []
        #expect(items.map(\.text) == ["192.0.2.100/24", "192.0.2.101/24 dev eth0 no_track track_group G"])
        #expect(items.map(\.devices) == [["eth5"], ["eth0"]])
        #expect(items.map(\.isTracked) == [true, false])
        #expect(items.map(\.trackGroup) == [nil, "G"])
        // The line that is without effect, and the address that would stand nowhere.
        #expect(result.needs.missingInterfaces(among: ["eth0"]).map(\.severity) == [.warning, .error])
    }
}
