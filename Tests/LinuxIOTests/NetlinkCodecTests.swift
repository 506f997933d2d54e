import LinuxIO
import Testing
import VRRP

@Suite struct NetlinkCodecTests {
    /// `ip address add 192.0.2.10/24 broadcast 192.0.2.255 dev <7> label eth0:1 scope link`.
    static let addAddress: [UInt8] =
        [0x3c, 0x00, 0x00, 0x00]  // length 60
        + [0x14, 0x00]  // RTM_NEWADDR
        + [0x05, 0x06]  // REQUEST, ACK, EXCL, CREATE
        + [0x09, 0x00, 0x00, 0x00]  // sequence
        + [0x00, 0x00, 0x00, 0x00]  // port
        + [0x02, 0x18, 0x00, 0xfd]  // AF_INET, /24, no flags, scope link
        + [0x07, 0x00, 0x00, 0x00]  // interface
        + [0x08, 0x00, 0x02, 0x00, 192, 0, 2, 10]  // IFA_LOCAL
        + [0x08, 0x00, 0x01, 0x00, 192, 0, 2, 10]  // IFA_ADDRESS
        + [0x08, 0x00, 0x04, 0x00, 192, 0, 2, 255]  // IFA_BROADCAST
        + [0x0b, 0x00, 0x03, 0x00] + Array("eth0:1".utf8) + [0x00]  // IFA_LABEL
        + [0x00]  // to a multiple of four

    static let address = InterfaceAddress(
        interfaceIndex: 7,
        address: IPAddress(192, 0, 2, 10),
        prefixLength: 24,
        label: "eth0:1",
        scope: 253,
        broadcast: IPv4Address(192, 0, 2, 255)
    )

    /// A running Ethernet link: `ifinfomsg`, then attributes of which one is unknown.
    static let newLink: [UInt8] =
        [0x40, 0x00, 0x00, 0x00]  // length 64
        + [0x10, 0x00]  // RTM_NEWLINK
        + [0x00, 0x00]
        + [0x00, 0x00, 0x00, 0x00]
        + [0x00, 0x00, 0x00, 0x00]
        + [0x00, 0x00, 0x01, 0x00]  // AF_UNSPEC, ARPHRD_ETHER
        + [0x03, 0x00, 0x00, 0x00]  // index 3
        + [0x43, 0x10, 0x01, 0x00]  // UP, BROADCAST, RUNNING, MULTICAST, LOWER_UP
        + [0x00, 0x00, 0x00, 0x00]
        + [0x09, 0x00, 0x03, 0x00] + Array("eth0".utf8) + [0x00, 0x00, 0x00, 0x00]  // IFLA_IFNAME
        + [0x0a, 0x00, 0x01, 0x00, 0x02, 0x00, 0x5e, 0x10, 0x20, 0x30, 0x00, 0x00]  // IFLA_ADDRESS
        + [0x08, 0x00, 0x04, 0x00, 0xdc, 0x05, 0x00, 0x00]  // IFLA_MTU

    @Test func writesAnAddress() {
        var writer = NetlinkWriter()
        writer.message(type: 20, flags: 0x0605, sequence: 9) { Self.address.write(to: &$0) }
        #expect(writer.bytes == Self.addAddress)
    }

    @Test func readsWhatItWrote() throws {
        var reader = NetlinkReader(Self.addAddress[...])
        let message = try #require(try reader.message())
        #expect(message.type == 20)
        #expect(message.flags == 0x0605)
        #expect(message.sequence == 9)
        #expect(try InterfaceAddress(netlink: message.payload) == Self.address)
        #expect(try reader.message() == nil)
    }

    @Test func readsALink() throws {
        var events: [RouteEvent] = []
        try RouteMonitor.decode(Self.newLink[...], into: &events)
        let link = Link(
            index: 3,
            name: "eth0",
            isUp: true,
            isRunning: true,
            hardwareAddress: MACAddress(rawValue: 0x0200_5e10_2030),
            mtu: 1500,
            isLoopback: false
        )
        #expect(events == [.link(link)])
    }

    @Test(arguments: [
        // flags in the first byte, up, running
        (UInt8(0x43), true, true),
        (UInt8(0x03), true, false),
        (UInt8(0x02), false, false),
        // The kernel may still say RUNNING of a link being switched off.
        (UInt8(0x42), false, false),
    ])
    func tellsUpFromRunning(flags: UInt8, up: Bool, running: Bool) throws {
        var bytes = Self.newLink
        bytes[24] = flags
        var events: [RouteEvent] = []
        try RouteMonitor.decode(bytes[...], into: &events)
        guard case .link(let link)? = events.first else { throw TestFailure("\(events)") }
        #expect(link.isUp == up)
        #expect(link.isRunning == running)
    }

    @Test func readsSeveralMessagesOfADatagram() throws {
        var removed = Self.addAddress
        removed[4] = 21
        var events: [RouteEvent] = []
        try RouteMonitor.decode((Self.addAddress + removed + Self.newLink)[...], into: &events)
        #expect(events.count == 3)
        #expect(events.prefix(2) == [.address(Self.address), .addressRemoved(Self.address)])
    }

    @Test func ignoresOtherFamiliesAndMessages() throws {
        var inet6 = Self.addAddress
        inet6[16] = 10
        var bridge = Self.newLink
        bridge[16] = 7
        var route = Self.newLink
        route[4] = 24
        var events: [RouteEvent] = []
        try RouteMonitor.decode((inet6 + bridge + route)[...], into: &events)
        #expect(events == [])
    }

    /// Answer to a refused request, with the kernel's words behind the request's header (capped).
    static let refusal: [UInt8] =
        [0xea, 0xff, 0xff, 0xff]  // -EINVAL
        + [0x44, 0x00, 0x00, 0x00, 0x14, 0x00, 0x05, 0x06, 0x09, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00]
        + [0x08, 0x00, 0x01, 0x00] + Array("bad".utf8) + [0x00]

    @Test func readsAnAcknowledgement() throws {
        let capped = try NetlinkAcknowledgement(netlink: Self.refusal[...], flags: 0x0300)
        #expect(capped.code == 22)
        #expect(capped.text == "bad")
        // Without the flag what follows is not attributes.
        #expect(try NetlinkAcknowledgement(netlink: Self.refusal[...], flags: 0).text == nil)
        #expect(try NetlinkAcknowledgement(netlink: [0, 0, 0, 0] + Self.refusal[4...], flags: 0).code == 0)
        #expect(try NetlinkAcknowledgement(netlink: [0, 0, 0, 0x80] + Self.refusal[4...], flags: 0).code == .max)
    }

    @Test(arguments: [
        ("length 15, under the header's", [15, 0, 0, 0] + [UInt8](repeating: 0, count: 12), NetlinkError.malformed),
        ("length 0", [UInt8](repeating: 0, count: 16), .malformed),
        ("length beyond the end", [17, 0, 0, 0] + [UInt8](repeating: 0, count: 12), .truncated),
        ("length of four thousand millions", [UInt8](repeating: 255, count: 16), .truncated),
        ("half a header", [16, 0, 0, 0, 20, 0], .truncated),
    ])
    func refusesHeaders(name: String, bytes: [UInt8], expected: NetlinkError) {
        #expect(throws: expected) {
            var reader = NetlinkReader(bytes[...])
            _ = try reader.message()
        }
    }

    @Test(arguments: [
        ("attribute length 3", [UInt8]([3, 0, 1, 0]), NetlinkError.malformed),
        ("attribute length 0", [0, 0, 0, 0], .malformed),
        ("attribute beyond the end", [9, 0, 1, 0, 1, 2, 3, 4], .truncated),
        ("half an attribute header", [8, 0], .truncated),
    ])
    func refusesAttributes(name: String, bytes: [UInt8], expected: NetlinkError) {
        #expect(throws: expected) {
            var reader = NetlinkReader(bytes[...])
            _ = try reader.attribute()
        }
    }

    @Test func masksTheFlagsOfAttributeTypes() throws {
        var reader = NetlinkReader([4, 0, 0x12, 0x80])
        #expect(try reader.attribute()?.type == 0x12)
    }

    /// Whatever is cut off or turned over, there is an answer and no trap.
    @Test func survivesEveryCutAndEveryFlippedByte() {
        for original in [Self.addAddress, Self.newLink, Self.addAddress + Self.newLink] {
            for cut in 0...original.count {
                var events: [RouteEvent] = []
                try? RouteMonitor.decode(original[..<cut], into: &events)
            }
            for position in original.indices {
                for value in [UInt8(0), 1, 3, 0x7f, 0x80, 0xff] {
                    var bytes = original
                    bytes[position] = value
                    var events: [RouteEvent] = []
                    try? RouteMonitor.decode(bytes[...], into: &events)
                }
            }
        }
    }

    @Test func survivesNoise() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...96, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            var reader = NetlinkReader(bytes[...])
            _ = try? reader.message()
            _ = try? InterfaceAddress(netlink: bytes[...])
            _ = try? Link(netlink: bytes[...])
            _ = try? NetlinkAcknowledgement(netlink: bytes[...], flags: UInt16.random(in: 0...0xffff))
        }
    }
}
