import Testing
import VRRP

@Suite struct AddressTests {
    @Test(
        "every way to write an IPv6 address has one canonical text (RFC 5952)",
        arguments: [
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"),
            ("2001:DB8:0:0:0:0:2:1", "2001:db8::2:1"),
            ("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"),
            ("2001:db8::0:1", "2001:db8::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("fe80::ACFF:FE14:8002", "fe80::acff:fe14:8002"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
            ("ff02::12", "ff02::12"),
        ]
    )
    func canonicalText(text: String, canonical: String) throws {
        let address = try #require(IPv6Address(text))
        #expect(address.description == canonical)
        #expect(IPv6Address(canonical) == address)
        #expect(IPv6Address(networkOrder: address.bytes) == address)
        #expect(IPAddress(text) == .v6(address))
    }

    @Test(
        "what is no address",
        arguments: [
            "", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
            "1:2:3:4:5:6:7::8", "12345::", "g::", "fe80::1%eth0", "::1/64", " ::1", "::1.2.3", "::1.2.3.4:5",
            "1:2:3:4:5:6:7:1.2.3.4", "::256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "0x1::",
        ]
    )
    func noAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("addresses compare unsigned in network order, IPv4 before IPv6")
    func order() throws {
        let texts = ["9.0.0.1", "100.0.0.1", "200.0.0.1", "::1", "fe80::2", "fe80::ff", "fe80::1:0", "ff02::12"]
        let addresses = try texts.map { try #require(IPAddress($0)) }
        #expect(addresses.shuffled().sorted() == addresses)
        #expect(addresses.map(\.description) == texts)
    }

    @Test(
        "kinds of addresses",
        arguments: [
            // address, host, link-local, multicast, loopback
            ("192.0.2.1", true, false, false, false), ("255.255.255.255", false, false, false, false),
            ("224.0.0.18", false, false, true, false), ("0.0.0.0", false, false, false, false),
            ("2001:db8::1", true, false, false, false), ("fe80::1", true, true, false, false),
            ("febf::1", true, true, false, false), ("fec0::1", true, false, false, false),
            ("ff02::12", false, false, true, false), ("::", false, false, false, false),
            ("::1", true, false, false, true), ("::ffff:192.0.2.1", false, false, false, false),
        ]
    )
    func kinds(text: String, isHost: Bool, isLinkLocal: Bool, isMulticast: Bool, isLoopback: Bool) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isHost == isHost)
        #expect(address.isLinkLocal == isLinkLocal)
        #expect(address.isMulticast == isMulticast)
        #expect(address.isLoopback == isLoopback)
    }
}
