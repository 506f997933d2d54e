import Checks
import Testing
import VRRP

@testable import Configuration

@Suite("Interfaces of a virtual router's own")
struct VirtualInterfaceTests {
    static func parse(_ body: String, head: String = "", more: String = "") -> ConfigurationResult {
        ConfigurationTests.parse(
            """
            \(head)
            vrrp_instance a {
            interface eth0
            virtual_router_id 51
            \(body)
            virtual_ipaddress {
            10.0.0.1/24
            }
            }
            \(more)
            """
        )
    }

    static let other = """
        vrrp_instance b {
        interface eth1
        virtual_router_id 51
        use_vmac
        virtual_ipaddress {
        10.0.1.1/24
        10.0.1.2/24 dev eth1
        }
        }
        """

    static let spellings: [(String, VirtualInterface)] = {
        let named = VirtualInterface(name: "vip0", link: "eth0", kind: .macvlan(.virtualRouter(id51)))
        let elsewhere = VirtualInterface(name: "vip0", link: "eth7", kind: .macvlan(.virtualRouter(id51)))
        let plain = VirtualInterface(name: "vrrp.51", link: "eth0", kind: .macvlan(.virtualRouter(id51)))
        var full = VirtualInterface(name: "vip0", link: "eth0", kind: .macvlan(MACAddress(rawValue: 0x0200_0000_0001)))
        full.group = 7
        full.notifiesOfLink = true
        return [
            ("use_vmac", plain),
            ("use_vmac vip0", named),
            ("use_vmac name vip0", named),
            ("use_vmac vip0 eth7", elsewhere),
            ("use_vmac vip0 2:0:0:0:0:1 netlink_notify_msg group 7", full),
            ("use_vmac group 7 netlink_notify_msg 02:00:00:00:00:01 vip0", full),
            ("use_ipvlan", VirtualInterface(name: "vrrp.51", link: "eth0", kind: .ipvlan(.bridge))),
            ("use_ipvlan vip0 vepa", VirtualInterface(name: "vip0", link: "eth0", kind: .ipvlan(.vepa))),
        ]
    }()

    static let id51: VirtualRouterID = {
        guard let id = VirtualRouterID(rawValue: 51) else { fatalError("51 is an identifier") }
        return id
    }()

    @Test("words in any order", arguments: spellings)
    func words(line: String, expected: VirtualInterface) {
        let result = Self.parse(line)
        #expect(result.summary == [])
        #expect(result.only?.virtualInterface == expected)
        #expect(result.only?.interface == expected.link)
        #expect(result.only?.virtualAddresses.map(\.device) == [expected.name])
    }

    @Test("an interface of each instance, and none for an address with a dev of its own")
    func names() {
        let result = Self.parse("use_vmac", head: "global_defs {\nvmac_prefix v\n}", more: Self.other)
        #expect(result.summary == [])
        let instances = result.configuration?.instances ?? []
        #expect(instances.map { $0.virtualInterface?.name } == ["v.51", "v1.51"])
        #expect(instances.last?.virtualAddresses.map(\.device) == ["v1.51", "eth1"])
    }

    @Test("use_vmac behind an address, and use_vmac_addr for all of them")
    func addresses() {
        let excluded = """
            virtual_ipaddress_excluded {
            10.0.0.2 dev eth1 use_vmac
            10.0.0.3 dev eth1 use_vmac
            10.0.0.4 dev eth0 use_vmac
            }
            """
        let result = Self.parse("use_vmac\n" + excluded, head: "global_defs {\nvmac_addr_prefix va\n}")
        #expect(result.summary == [])
        #expect(result.only?.excludedAddresses.map(\.device) == ["va.51", "va.51", "vrrp.51"])
        #expect(result.only?.addressInterfaces.map(\.link) == ["eth1"])
        let all = Self.parse("use_vmac_addr\nvirtual_ipaddress_excluded {\n10.0.0.2 dev eth1\n}")
        #expect(all.summary == [])
        #expect(all.only?.virtualInterface == nil)
        #expect(all.only?.virtualInterfaces.map(\.link) == ["eth0", "eth1"])
        #expect(all.only?.virtualAddresses.map(\.device) == ["vrrp.51"])
        #expect(all.only?.excludedAddresses.map(\.device) == ["vrrp1.51"])
    }

    static let errors: [(String, String)] = [
        ("use_vmac 01:00:00:00:00:01", "no station's hardware address"),
        ("use_vmac 00:00:5e:00:01:07", "belongs to the virtual router"),
        ("use_vmac 02:00:00:00:01", "no hardware address"),
        ("use_vmac averyveryverylong", "no interface name"),
        ("use_vmac group x", "is no number"),
        ("use_vmac eth0", "cannot stand on itself"),
        ("use_vmac\nuse_ipvlan", "exclude one another"),
    ]

    @Test("what cannot be meant is an error", arguments: errors)
    func error(line: String, message: String) {
        let result = Self.parse(line)
        #expect(result.configuration == nil)
        let found = result.diagnostics.contains { $0.severity == .error && $0.message.contains(message) }
        #expect(found, "\(result.summary)")
    }

    @Test("one hardware address twice on one link, or one name twice, is an error")
    func conflicts() {
        let peers = "unicast_src_ip 10.0.0.9\nunicast_peer {\n10.0.0.10\n}"
        let same = Self.other.replacing("eth1", with: "eth0").replacing(
            "use_vmac",
            with: "use_vmac\nunicast_src_ip 10.0.0.9\nunicast_peer {\n10.0.0.11\n}"
        )
        let hardware = Self.parse("use_vmac\n" + peers, more: same)
        let isFound = hardware.diagnostics.contains { $0.message.contains("00:00:5e:00:01:33 on eth0") }
        #expect(isFound, "\(hardware.summary)")
        let name = Self.parse("use_vmac vip", more: Self.other.replacing("use_vmac", with: "use_vmac vip"))
        #expect(name.diagnostics.contains { $0.message.contains("name their virtual interface 'vip'") })
    }

    @Test(
        "accept and no_accept; an owner always accepts, strict mode never lets others",
        arguments: [
            ("", true), ("no_accept", false), ("no_accept off", true), ("accept off", false),
            ("no_accept\npriority 255", true), ("accept\nstrict_mode\nstate BACKUP", false),
        ]
    )
    func accept(line: String, accepts: Bool) {
        #expect(Self.parse(line).only?.acceptsTraffic == accepts)
    }

    @Test("the words of global_defs")
    func globals() {
        let head = """
            global_defs {
            nftables vips
            nftables_priority -150
            nftables_ifindex
            nftables_counters
            disable_local_igmp
            }
            """
        let result = Self.parse("promote_secondaries\nvrf blue", head: head)
        #expect(result.summary == [])
        var filter = FilterSettings()
        filter.table = "vips"
        filter.priority = -150
        filter.matchesIndex = true
        filter.hasCounters = true
        #expect(result.configuration?.global.filter == filter)
        #expect(result.configuration?.global.disableLocalIGMP == true)
        #expect(result.only?.promotesSecondaries == true)
        #expect(result.only?.vrf == "blue")
    }

    @Test("the agent's own interfaces need not be there, those below do")
    func missing() throws {
        let needs = Self.parse("use_vmac vip0 eth7").needs
        #expect(needs.missingInterfaces(among: ["eth7"]).isEmpty)
        #expect(needs.missingInterfaces(among: ["eth0"]).count == 1)
    }
}
