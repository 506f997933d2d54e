import Glibc
import VRRP

/// Receives IPv6 packets of protocol 112 on an interface that has a virtual router's hardware address. What is sent there
/// leaves as frames, by a ``PacketSocket``.
package final class VirtualRouterTap {
    private let tap: LinkTap
    package let interfaceName: String

    package init(interfaceIndex: Int32, name: String) throws(SystemError) {
        self.interfaceName = name
        self.tap = try LinkTap(interfaceIndex: interfaceIndex, name: name, family: .ipv6)
    }

    package var descriptor: Int32 { self.tap.descriptor }

    /// See ``VRRPSocket/limitReceiveBuffer(to:)``.
    package func limitReceiveBuffer(to bytes: Int32?) { self.tap.limitReceiveBuffer(to: bytes) }

    /// The next packet from its IP header on, or `nil` if none is waiting.
    ///
    /// - Parameter buffer: keeps its storage from call to call; grown as needed.
    /// - Throws: ENETDOWN once the interface goes down.
    package func receive(into buffer: inout [UInt8]) throws(SystemError) -> ArraySlice<UInt8>? {
        if buffer.count < 2 * VRRPSocket.maximumPacketSize {
            buffer = [UInt8](repeating: 0, count: 2 * VRRPSocket.maximumPacketSize)
        }
        let capacity = buffer.count
        let count = try Syscall.attempt("recv", self.interfaceName) {
            unsafe recv(self.descriptor, &buffer, capacity, 0)
        }
        return count.map { buffer[..<$0] }
    }
}
