import Configuration
import Testing
import VRRP

@Suite("Instances of IPv6 addresses") struct IPv6Tests {
    static let base = "interface eth0\nvirtual_router_id 33\n"

    /// An instance of IPv6 with more in the block.
    static func parsed(_ lines: String, global: String = "") -> ConfigurationResult {
        let head = global.isEmpty ? "" : "global_defs {\n\(global)\n}\n"
        let addresses = "virtual_ipaddress {\nfe80::51/64\n2001:db8::51/64\n2001:db8::52\n}"
        return parse(head + instance(lines, replacing: Self.base + addresses))
    }

    @Test("the first address says which family an instance is of; version 3 is its own, whatever vrrp_version is")
    func family() throws {
        let instance = try #require(Self.parsed("", global: "vrrp_version 2").only)
        #expect(instance.router.family == .ipv6)
        #expect(instance.router.version == .v3)
        #expect(instance.router.addresses.map(\.description) == ["fe80::51", "2001:db8::51", "2001:db8::52"])
        #expect(instance.virtualAddresses.map(\.prefixLength) == [64, 64, 128])
        #expect(Self.parsed("").summary.isEmpty)
    }

    @Test("version 2 where it is asked for, and never in strict mode")
    func version() {
        #expect(Self.parsed("version 2").only?.router.version == .v2)
        let strict = Self.parsed("version 2\nstrict_mode\npriority 100")
        #expect(strict.only?.router.version == .v3)
        #expect(strict.summary.contains { $0.contains("in strict mode IPv6 is version 3") }, "\(strict.summary)")
        let password = Self.parsed("version 2\nauthentication {\nauth_type PASS\nauth_pass secret\n}")
        #expect(password.only?.router.authentication == Authentication.none)
        #expect(password.summary == ["3:1 warning version 2 over IPv6 has no authentication, so it is ignored"])
    }

    @Test("native_ipv6 makes an instance of IPv6 whose addresses would not say so")
    func native() {
        let lines = "native_ipv6\nno_virtual_ipaddress\nvirtual_ipaddress_excluded {\n192.0.2.9\n}"
        let result = parse(instance(lines, replacing: Self.base))
        #expect(result.only?.router.family == .ipv6, "\(result.summary)")
        #expect(result.only?.excludedAddresses.map(\.address.description) == ["192.0.2.9"])
        #expect(parse(instance("native_ipv6 off")).only?.router.family == .ipv4)
    }

    @Test("addresses of the other family are set and not advertised")
    func otherFamily() {
        let lines = "virtual_ipaddress {\n192.0.2.9/24\n2001:db8::9/64\n}\nvirtual_ipaddress_excluded {\nfd00::1\n}"
        let result = parse(instance(lines, replacing: Self.base))
        #expect(result.only?.router.addresses.map(\.description) == ["192.0.2.9"])
        #expect(result.only?.excludedAddresses.map(\.address.description) == ["2001:db8::9", "fd00::1"])
        #expect(
            result.summary == ["4:1 warning instance 'VI_1' is of IPv4, so '2001:db8::9/64' is set but not advertised"]
        )
    }

    @Test("peers and sources of IPv6")
    func unicast() {
        let result = Self.parsed("unicast_src_ip fd00::1\nunicast_peer {\nfd00::2\nfe80::3\n}")
        #expect(result.only?.unicast?.source == IPAddress("fd00::1"))
        #expect(result.only?.unicast?.peers == [IPAddress("fd00::2"), IPAddress("fe80::3")].compactMap(\.self))
        #expect(result.summary.isEmpty)
    }

    @Test(
        "what is of another family than the virtual addresses",
        arguments: [
            ("unicast_src_ip 192.0.2.1\nunicast_peer {\nfd00::2\n}", "2:1 error unicast_src_ip 192.0.2.1 is no IPv6"),
            ("unicast_peer {\nfd00::2\n192.0.2.1\n}", "2:1 warning peer 192.0.2.1 is no IPv6 address"),
            ("unicast_peer {\n192.0.2.1\n}", "2:1 error unicast_peer names no IPv6 peer"),
            ("unicast_peer {\nfd00::2\nfd00:0::2\n}", "4:1 error peer fd00::2 stands here twice"),
            ("unicast_peer {\nff02::1\n}", "3:1 error peer ff02::1 is no address of a single host"),
            ("unicast_peer {\nfd00::zz\n}", "3:1 error 'fd00::zz' is no IPv4 address"),
            ("unicast_peer {\nfd00:::2\n}", "3:1 error 'fd00:::2' is no IPv6 address: expected up to eight groups"),
            ("mcast_src_ip 192.0.2.1", "2:1 error mcast_src_ip 192.0.2.1 is no IPv6 address"),
            ("mcast_src_ip 2001:db8::1", "2:1 warning mcast_src_ip 2001:db8::1 is not link-local"),
            ("mcast_dst_ip 224.0.0.99", "2:1 error mcast_dst_ip 224.0.0.99 is no IPv6 address"),
            ("mcast_dst_ip fe80::1", "2:14 error 'fe80::1' is no multicast address"),
            ("mcast_src_ip fe80::1\nunicast_peer {\nfd00::2\n}", "2:1 warning mcast_src_ip has no effect beside"),
            ("kernel_rx_buf_size 0", "2:20 error kernel_rx_buf_size '0' is out of range"),
        ]
    )
    func refused(lines: String, expected: String) {
        let summary = Self.parsed(lines).summary
        #expect(summary.contains { $0.hasPrefix(expected) }, "\(summary)")
    }

    @Test("case 116: a peer that stands twice is an error")
    func duplicatePeer() {
        let result = Self.parsed("unicast_peer {\n2001:db8::2\n2001:DB8:0::2\n}")
        #expect(result.configuration == nil)
    }

    @Test("mcast_src_ip and mcast_dst_ip of both families, and the size of the receive buffer")
    func multicast() {
        let six = Self.parsed("mcast_src_ip fe80::1\nmcast_dst_ip ff02::99\nkernel_rx_buf_size 8192")
        #expect(six.only?.multicastSource == IPAddress("fe80::1"))
        #expect(six.only?.multicastGroup == IPAddress("ff02::99"))
        #expect(six.only?.receiveBuffer == 8192)
        #expect(six.summary.isEmpty)
        let four = parse(instance("mcast_src_ip 192.0.2.1\nmcast_dst_ip 224.0.0.99"))
        #expect(four.only?.multicastSource == IPAddress("192.0.2.1"))
        #expect(four.only?.multicastGroup == IPAddress("224.0.0.99"))
        #expect(four.summary.isEmpty)
    }

    @Test("the first address of an IPv6 virtual router should be link-local")
    func firstAddress() {
        let result = parse(instance("", replacing: Self.base + "virtual_ipaddress {\n2001:db8::9/64\n}"))
        #expect(
            result.summary.map { $0.prefix(60) } == ["6:1 notice the first address of an IPv6 virtual router shoul"]
        )
        #expect(result.only != nil)
    }

    @Test("IPv6 has no broadcast address and no label")
    func options() {
        let lines = "virtual_ipaddress {\nfe80::1/64 brd +\nfd00::1/64 label eth0:1\n}"
        let result = parse(instance(lines, replacing: Self.base))
        #expect(result.only?.virtualAddresses.allSatisfy { $0.broadcast == nil && $0.label == nil } == true)
        #expect(
            result.summary == [
                "3:16 warning IPv6 has no broadcast address; that of 'fe80::1/64' is ignored",
                "4:1 warning IPv6 addresses have no label; that of 'fd00::1/64' is ignored",
            ]
        )
    }

    @Test("case 124: one virtual_router_id on one interface may be of both families")
    func sameIdentifier() {
        let six = "vrrp_instance VI_6 {\n\(Self.base)virtual_ipaddress {\nfe80::1/64\n}\n}\n"
        #expect(parse(instance("") + six).configuration?.instances.count == 2)
        let again = six.replacing("VI_6", with: "VI_7").replacing("fe80::1", with: "fe80::2")
        #expect(parse(six + again).configuration == nil)
    }

    @Test("the words of global_defs")
    func global() throws {
        let words = """
            vrrp_mcast_group6 ff02::99
            vrrp_gna_interval 0.01
            vrrp_rx_bufs_policy ADVERT
            vrrp_rx_bufs_multiplier 5
            """
        let global = try #require(Self.parsed("", global: words).configuration?.global)
        #expect(global.multicastGroup6 == IPv6Address("ff02::99"))
        #expect(global.neighborAdvertisementInterval == .milliseconds(10))
        #expect(global.receiveBufferPolicy == .advertisement)
        #expect(global.receiveBufferMultiplier == 5)
        let policies: [(String, ReceiveBufferPolicy)] = [
            ("MTU", .largestPacket), ("NO", .kernel), ("4096", .bytes(4096)),
        ]
        for (word, policy) in policies {
            let result = Self.parsed("", global: "vrrp_rx_bufs_policy \(word)")
            #expect(result.configuration?.global.receiveBufferPolicy == policy)
        }
        for wrong in [
            "vrrp_mcast_group6 224.0.0.1", "vrrp_mcast_group4 ff02::1", "vrrp_gna_interval 0",
            "vrrp_rx_bufs_policy mtu", "vrrp_rx_bufs_multiplier 0", "vrrp_mcast_group6 fe80::1",
        ] {
            #expect(Self.parsed("", global: wrong).configuration == nil, "\(wrong)")
        }
    }

    @Test("case 19 over IPv6: what fits a packet of Ethernet is advertised, the rest is set", arguments: [90, 91, 200])
    func manyAddresses(count: Int) {
        let lines = (0..<count).map { "fe80::\(String($0 + 1, radix: 16))/64" }.joined(separator: "\n")
        let result = parse(instance("", replacing: Self.base + "virtual_ipaddress {\n\(lines)\n}"))
        #expect(result.only?.router.addresses.count == 90)
        #expect(result.only?.excludedAddresses.count == count - 90)
    }
}
