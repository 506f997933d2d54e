import CLinux
import Glibc
import LinuxIO
import Testing
import VRRP

extension KernelTests {
    @Suite(.privileged) struct VRRPSocketTests {
        /// An IPv4 header without options and eight bytes behind it.
        func packet(to destination: IPv4Address, timeToLive: UInt8 = 255) -> [UInt8] {
            [0x45, 0xc0, 0, 28]  // version and length, class 6, total length
                + [0, 0, 0, 0]  // identification, fragment: the kernel's
                + [timeToLive, 112, 0, 0]  // protocol, checksum: the kernel's
                + NetworkPair.leftAddress.bytes
                + destination.bytes
                + [0x21, 1, 100, 1, 0, 1, 0xba, 0x52]
        }

        func receive(_ socket: VRRPSocket) throws -> [UInt8]? {
            var buffer: [UInt8] = []
            if let packet = try socket.receive(into: &buffer) { return Array(packet) }
            guard try becomesReadable(socket.descriptor) else { return nil }
            return try socket.receive(into: &buffer).map { Array($0) }
        }

        func sockets(_ network: NetworkPair, group: IPv4Address?) throws -> (left: VRRPSocket, right: VRRPSocket) {
            let left = try network.inLeft {
                try VRRPSocket(interfaceIndex: network.left.index, name: "left0", multicastGroup: group)
            }
            let right = try network.inRight {
                try VRRPSocket(interfaceIndex: network.right.index, name: "right0", multicastGroup: group)
            }
            return (left, right)
        }

        @Test func carriesAMulticastPacketWithItsHeader() throws {
            let network = try NetworkPair()
            let (left, right) = try self.sockets(network, group: .vrrpGroup)
            try left.send(self.packet(to: .vrrpGroup), to: .vrrpGroup)
            let received = try #require(try self.receive(right))
            #expect(received.count == 28)
            #expect(received[8] == 255)
            #expect(received[9] == 112)
            #expect(Array(received[12..<16]) == NetworkPair.leftAddress.bytes)
            #expect(Array(received[16..<20]) == IPv4Address.vrrpGroup.bytes)
            #expect(Array(received[20...]) == [0x21, 1, 100, 1, 0, 1, 0xba, 0x52])
            // The kernel has filled in what was left to it: a header that sums up to all ones.
            let sum = stride(from: 0, to: 20, by: 2).reduce(0) { $0 + Int(received[$1]) << 8 + Int(received[$1 + 1]) }
            #expect((sum & 0xffff + sum >> 16) & 0xffff == 0xffff)
            // And the sender does not hear itself.
            var buffer: [UInt8] = []
            #expect(try left.receive(into: &buffer) == nil)
        }

        /// Whether a packet's TTL is right is for the protocol to judge; it must arrive as it was sent.
        @Test func keepsAForeignTimeToLive() throws {
            let network = try NetworkPair()
            let (left, right) = try self.sockets(network, group: .vrrpGroup)
            try left.send(self.packet(to: .vrrpGroup, timeToLive: 64), to: .vrrpGroup)
            #expect(try self.receive(right)?[8] == 64)
        }

        @Test func carriesUnicast() throws {
            let network = try NetworkPair()
            let (left, right) = try self.sockets(network, group: nil)
            try left.send(self.packet(to: NetworkPair.rightAddress), to: NetworkPair.rightAddress)
            let received = try #require(try self.receive(right))
            #expect(Array(received[16..<20]) == NetworkPair.rightAddress.bytes)
        }

        @Test func hearsOnlyGroupsItJoined() throws {
            let network = try NetworkPair()
            let group = IPv4Address(224, 0, 0, 200)
            let (left, right) = try self.sockets(network, group: .vrrpGroup)
            // Another socket of the host joins the group; ours must not profit.
            let other = try network.inRight {
                try VRRPSocket(interfaceIndex: network.right.index, name: "right0", multicastGroup: group)
            }
            try left.send(self.packet(to: group), to: group)
            #expect(try self.receive(other) != nil)
            var buffer: [UInt8] = []
            #expect(try right.receive(into: &buffer) == nil)

            try right.join(group)
            try left.send(self.packet(to: group), to: group)
            #expect(try self.receive(right) != nil)
            try right.leave(group)
            _ = try self.receive(other)
            try left.send(self.packet(to: group), to: group)
            #expect(try self.receive(other) != nil)
            #expect(try right.receive(into: &buffer) == nil)
        }

        @Test func cutsAnOversizedPacketAndKeepsTheNext() throws {
            let network = try NetworkPair()
            let (left, right) = try self.sockets(network, group: .vrrpGroup)
            // Larger than the link's 1500 bytes only in pieces, which IP_HDRINCL cannot make: 1400 is what fits.
            var big = self.packet(to: .vrrpGroup) + [UInt8](repeating: 7, count: 1372)
            (big[2], big[3]) = (UInt8(1400 >> 8), UInt8(1400 & 0xff))
            try left.send(big, to: .vrrpGroup)
            try left.send(self.packet(to: .vrrpGroup), to: .vrrpGroup)
            #expect(try self.receive(right)?.count == 1400)
            #expect(try self.receive(right)?.count == 28)
        }

        @Test func namesTheInterfaceInItsErrors() throws {
            let network = try NetworkPair()
            network.inLeft {
                let error = #expect(throws: SystemError.self) {
                    try VRRPSocket(interfaceIndex: 77, name: "eth77", multicastGroup: .vrrpGroup)
                }
                #expect(error?.code == ENODEV)
                #expect(error?.description == "setsockopt SO_BINDTODEVICE eth77: No such device")
            }
        }

        @Test func saysThatTheLinkIsDown() throws {
            let network = try NetworkPair()
            let (left, _) = try self.sockets(network, group: .vrrpGroup)
            try network.inLeft { try LinkRequests().set(network.left.index, up: false) }
            let error = #expect(throws: SystemError.self) { try left.send(self.packet(to: .vrrpGroup), to: .vrrpGroup) }
            #expect(error?.code == ENETUNREACH || error?.code == ENETDOWN || error?.code == ENODEV)
        }
    }
}
