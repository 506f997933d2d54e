import CLinux
import Glibc
import LinuxIO
import Routing
import Testing
import VRRP

extension KernelTests {
    @Suite(.privileged) struct VRRPMessageSocketTests {
        static let left = address("fe80::a")
        static let right = address("fe80::b")

        static func address(_ text: String) -> IPv6Address {
            guard let address = IPv6Address(text) else { preconditionFailure("address \(text)") }
            return address
        }

        /// A pair of links that have IPv6 addresses of their own, and a socket on each.
        struct Pair {
            let network: NetworkPair
            let left: VRRPMessageSocket
            let right: VRRPMessageSocket

            init(groups: [IPv6Address] = [.vrrpGroup]) throws {
                let network = try NetworkPair()
                self.network = network
                self.left = try network.inLeft {
                    try Self.set(VRRPMessageSocketTests.left, on: network.left)
                    return try VRRPMessageSocket(interfaceIndex: network.left.index, name: "left0", groups: groups)
                }
                self.right = try network.inRight {
                    try Self.set(VRRPMessageSocketTests.right, on: network.right)
                    return try VRRPMessageSocket(interfaceIndex: network.right.index, name: "right0", groups: groups)
                }
            }

            private static func set(_ address: IPv6Address, on link: Link) throws {
                let address = InterfaceAddress(interfaceIndex: link.index, address: .v6(address), prefixLength: 64)
                guard try RouteSocket().add(address) == .done else { throw TestFailure("cannot set \(address)") }
            }
        }

        func receive(_ socket: VRRPMessageSocket) throws -> ReceivedMessage? {
            var buffer: [UInt8] = []
            if let message = try socket.receive(into: &buffer) { return message }
            guard try becomesReadable(socket.descriptor) else { return nil }
            return try socket.receive(into: &buffer)
        }

        static let message: [UInt8] = [0x31, 1, 100, 1, 0, 100, 0, 0] + address("fe80::51").bytes

        @Test func carriesAMulticastMessageAndMakesItsChecksum() throws {
            let pair = try Pair()
            try pair.left.send(Self.message, from: Self.left, to: .vrrpGroup)
            let received = try #require(try self.receive(pair.right))
            #expect(received.source == Self.left)
            #expect(received.destination == .vrrpGroup)
            #expect(received.hopLimit == 255)
            #expect(received.bytes.count == Self.message.count)
            #expect(Array(received.bytes[..<6]) == Array(Self.message[..<6]))
            let sum = ChecksumForm.pseudoHeader.sum(
                over: received.bytes.span,
                source: .v6(received.source),
                destination: .v6(received.destination)
            )
            #expect(sum.isValid, "the kernel has filled in the checksum")
            // And the sender does not hear itself.
            var buffer: [UInt8] = []
            #expect(try pair.left.receive(into: &buffer) == nil)
        }

        @Test func carriesUnicastWithTheHopLimitThatIsAskedFor() throws {
            let pair = try Pair(groups: [])
            // Without an answer to its question for the neighbour nothing would leave; the first one may take its time.
            try pair.left.send(Self.message, from: Self.left, to: Self.right, hopLimit: 77)
            let received = try #require(try self.receive(pair.right))
            #expect(received.destination == Self.right)
            #expect(received.hopLimit == 77)
        }

        /// Protocol and counters judge it, so it must come through.
        @Test func hearsAWrongChecksum() throws {
            let pair = try Pair()
            let header = IPv6Header(source: Self.left, destination: .vrrpGroup)
            let frame = EthernetFrame(
                destination: .multicast(.vrrpGroup),
                source: try #require(pair.network.left.hardwareAddress),
                type: EthernetFrame.ipv6Type,
                payload: header.encoded(payloadLength: Self.message.count) + Self.message
            )
            try pair.network.inLeft {
                try PacketSocket().send(frame.encoded, interfaceIndex: pair.network.left.index)
            }
            #expect(try self.receive(pair.right)?.bytes == Self.message)
        }

        @Test func aTapHearsWhatCarriesTheHeaderBeforeIt() throws {
            let pair = try Pair()
            let tap = try pair.network.inRight {
                try VirtualRouterTap(interfaceIndex: pair.network.right.index, name: "right0")
            }
            try pair.left.send(Self.message, from: Self.left, to: .vrrpGroup)
            #expect(try becomesReadable(tap.descriptor))
            var buffer: [UInt8] = []
            let packet = Array(try #require(try tap.receive(into: &buffer)))
            let header = try IPv6Header.parse(packet.span).header
            #expect(header.source == Self.left)
            #expect(header.nextHeader == 112)
            #expect(header.trafficClass == 0xc0)
        }

        @Test func needsAnInterface() throws {
            #expect(throws: SystemError.self) {
                _ = try VRRPMessageSocket(interfaceIndex: 9999, name: "nowhere", groups: [.vrrpGroup])
            }
        }

        @Test func asksForTheRoomItIsTold() throws {
            let pair = try Pair()
            func room() -> Int32 {
                var value: Int32 = 0
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(pair.right.descriptor, SOL_SOCKET, SO_RCVBUF, &value, &length)
                return value
            }
            // The kernel doubles what it is asked for.
            #expect(room() == 2 << 20)
            pair.right.limitReceiveBuffer(to: 10_000)
            #expect(room() == 20_000)
            pair.right.limitReceiveBuffer(to: nil)
            let standard = try #require(Int32(try KernelParameter("net/core/rmem_default").read()))
            #expect(room() == standard)
        }

        @Test func setsIPv6AddressesWithoutDetection() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let route = try RouteSocket()
                func address(_ text: String, _ length: UInt8) -> InterfaceAddress {
                    InterfaceAddress(
                        interfaceIndex: network.left.index,
                        address: .v6(Self.address(text)),
                        prefixLength: length
                    )
                }
                let (network64, host) = (address("2001:db8::1", 64), address("2001:db8::2", 128))
                var detected = address("2001:db8::3", 64)
                detected.options.detectsDuplicates = true
                var preferred = address("2001:db8::4", 128)
                preferred.options.preferredLifetime = .max
                #expect(try route.add([network64, host, detected, preferred]) == [.done, .done, .done, .done])
                #expect(try route.add(host) == .exists)
                let listed = try route.addresses()
                func found(_ wanted: InterfaceAddress) -> InterfaceAddress? {
                    listed.first { $0.address == wanted.address && $0.prefixLength == wanted.prefixLength }
                }
                let deprecated: UInt32 = 0x20
                #expect(found(network64)?.isTentative == false)
                #expect(found(network64).map { $0.kernelFlags & deprecated } == 0)
                #expect(found(host).map { $0.kernelFlags & deprecated } == deprecated)
                #expect(found(preferred).map { $0.kernelFlags & deprecated } == 0)
                #expect(found(detected)?.isTentative == true)
                #expect(try route.remove([network64, host, detected, preferred]) == [.done, .done, .done, .done])
                #expect(try route.remove(host) == .notFound)
            }
        }

        @Test func tellsWhereIPv6IsForwarded() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let monitor = try RouteMonitor()
                let index = network.left.index
                #expect(try RouteSocket().forwarding().first { $0.interfaceIndex == index }?.isOn == false)
                try KernelParameter("net/ipv6/conf/left0/forwarding").write("1")
                #expect(try RouteSocket().forwarding().first { $0.interfaceIndex == index }?.isOn == true)
                #expect(try becomesReadable(monitor.descriptor))
                let told = try monitor.read()
                #expect(told.contains(.forwarding(ForwardingState(interfaceIndex: index, isOn: true))), "\(told)")
            }
        }
    }
}
