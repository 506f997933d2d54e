import LinuxIO
import Testing
import VRRP

@Suite struct VirtualLinkTests {
    static let macvlan = VirtualLink(
        name: "vrrp.51",
        parentIndex: 3,
        kind: .macvlan(mode: 1),
        hardwareAddress: MACAddress(rawValue: 0x0000_5e00_0133),
        group: 7
    )

    /// `ip link add link <3> vrrp.51 address 00:00:5e:00:01:33 group 7 type macvlan mode private`, without its header.
    static let body: [UInt8] =
        [UInt8](repeating: 0, count: 16)  // ifinfomsg
        + [0x0c, 0x00, 0x03, 0x00] + Array("vrrp.51".utf8) + [0x00]  // IFLA_IFNAME
        + [0x08, 0x00, 0x05, 0x00, 0x03, 0x00, 0x00, 0x00]  // IFLA_LINK
        + [0x0a, 0x00, 0x01, 0x00, 0x00, 0x00, 0x5e, 0x00, 0x01, 0x33, 0x00, 0x00]  // IFLA_ADDRESS
        + [0x08, 0x00, 0x1b, 0x00, 0x07, 0x00, 0x00, 0x00]  // IFLA_GROUP
        + [0x1c, 0x00, 0x12, 0x00]  // IFLA_LINKINFO
        + [0x0b, 0x00, 0x01, 0x00] + Array("macvlan".utf8) + [0x00]  // IFLA_INFO_KIND
        + [0x0c, 0x00, 0x02, 0x00]  // IFLA_INFO_DATA
        + [0x08, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x00]  // IFLA_MACVLAN_MODE private

    @Test func writesAMacvlan() {
        var writer = NetlinkWriter()
        Self.macvlan.write(to: &writer)
        #expect(writer.bytes == Self.body)
    }

    @Test func readsWhatItWrote() throws {
        let link = try #require(try Link(netlink: Self.body[...]))
        #expect(link.kind == .macvlan(mode: 1))
        #expect(link.parentIndex == 3)
        #expect(link.group == 7)
        #expect(Self.macvlan.matches(link))
        var other = Self.macvlan
        other.kind = .macvlan(mode: 2)
        #expect(!other.matches(link))
    }

    @Test func readsAnyBytesWithoutATrap() {
        for cut in 0..<Self.body.count { _ = try? Link(netlink: Self.body[..<cut]) }
        for position in Self.body.indices {
            var bytes = Self.body
            bytes[position] = 0xff
            _ = try? Link(netlink: bytes[...])
        }
    }

    @Test(arguments: [("02:00:00:00:00:01", 0x0200_0000_0001), ("2:0:0:0:0:1", 0x0200_0000_0001)])
    func readsHardwareAddresses(text: String, value: UInt64) {
        #expect(MACAddress(text)?.rawValue == value)
    }

    @Test(
        arguments: [
            "", "02:00:00:00:00", "02:00:00:00:00:01:02", "02:00:00:00:00:100", "+2:0:0:0:0:1", "0x:0:0:0:0:1",
        ]
    )
    func refusesWhatIsNone(text: String) {
        #expect(MACAddress(text) == nil)
    }
}

extension KernelTests {
    @Suite(.privileged) struct VirtualLinkKernelTests {
        @Test func makesAndRemovesAMacvlan() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let route = try RouteSocket()
                var wanted = VirtualLinkTests.macvlan
                wanted.parentIndex = network.left.index
                #expect(try route.link(named: wanted.name) == nil)
                try route.create(wanted)
                var link = try #require(try route.link(named: wanted.name))
                #expect(wanted.matches(link) && !link.isUp && link.group == 7)
                #expect(throws: SystemError.self) { try route.create(wanted) }
                try route.setUp(link.index)
                try route.setGroup(3, of: link.index)
                link = try #require(try route.link(named: wanted.name))
                #expect(link.isRunning && link.group == 3)
                try route.removeLink(link.index)
                #expect(try route.link(named: wanted.name) == nil)
                // Whoever removes it again finds it done.
                try route.removeLink(link.index)
            }
        }

        @Test func hearsItsOwnHardwareAddressFromOutside() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let route = try RouteSocket()
                var wanted = VirtualLinkTests.macvlan
                wanted.parentIndex = network.left.index
                try route.create(wanted)
                let link = try #require(try route.link(named: wanted.name))
                try route.setUp(link.index)
                let socket = try VRRPSocket(
                    interfaceIndex: link.index,
                    name: wanted.name,
                    multicastGroup: nil,
                    isVirtual: true
                )
                var packet = [UInt8](repeating: 0, count: 28)
                packet[0] = 0x45
                packet[3] = 28
                packet[9] = 112
                let frame = EthernetFrame(
                    destination: .vrrpGroup,
                    source: wanted.hardwareAddress ?? .broadcast,
                    type: EthernetFrame.ipv4Type,
                    payload: packet
                )
                try network.inRight {
                    try PacketSocket().send(frame.encoded, interfaceIndex: network.right.index)
                }
                var buffer: [UInt8] = []
                #expect(try becomesReadable(socket.descriptor))
                #expect(try socket.receive(into: &buffer).map(Array.init) == packet)
            }
        }
    }
}
