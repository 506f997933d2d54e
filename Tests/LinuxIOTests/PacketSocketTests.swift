import CLinux
import Glibc
import LinuxIO
import Testing
import VRRP

extension KernelTests {
    @Suite(.privileged) struct PacketSocketTests {
        func announcement(_ last: UInt8, source: MACAddress) -> [UInt8] {
            GratuitousARP.frame(address: IPv4Address(198, 51, 100, last), hardwareAddress: source)
        }

        func isARP(_ frame: [UInt8]) -> Bool { frame.count >= 42 && frame[12...13] == [0x08, 0x06] }

        @Test func putsAnAnnouncementOnTheWire() throws {
            let network = try NetworkPair()
            let source = try #require(network.left.hardwareAddress)
            let capture = try network.inRight { try FrameCapture(interfaceIndex: network.right.index) }
            let frame = self.announcement(10, source: source)
            try network.inLeft { try PacketSocket().send(frame, interfaceIndex: network.left.index) }
            #expect(try capture.next(where: self.isARP) == frame)
        }

        @Test func sendsManyInOrder() throws {
            let network = try NetworkPair()
            let source = try #require(network.left.hardwareAddress)
            let capture = try network.inRight { try FrameCapture(interfaceIndex: network.right.index) }
            let socket = try network.inLeft { try PacketSocket() }
            let frames = (1...250).map {
                OutgoingFrame(interfaceIndex: network.left.index, bytes: self.announcement(UInt8($0), source: source))
            }
            #expect(socket.send(frames[...]) == PacketSocket.Progress(sent: 250))
            for frame in frames {
                #expect(try capture.next(where: self.isARP) == frame.bytes)
            }
        }

        @Test func saysHowFarItGot() throws {
            let network = try NetworkPair()
            let source = try #require(network.left.hardwareAddress)
            let socket = try network.inLeft { try PacketSocket() }
            var frames = (1...100).map {
                OutgoingFrame(interfaceIndex: network.left.index, bytes: self.announcement(UInt8($0), source: source))
            }
            frames[70].interfaceIndex = 9999
            let progress = socket.send(frames[...])
            #expect(progress.sent == 70)
            #expect(progress.failure?.code == ENXIO || progress.failure?.code == ENODEV)
            #expect(socket.send(frames[71...]) == PacketSocket.Progress(sent: 29))
        }
    }
}
