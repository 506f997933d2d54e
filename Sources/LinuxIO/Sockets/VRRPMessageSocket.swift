import CLinux
import Glibc
package import VRRP

/// Sends and receives VRRP messages over IPv6 on one interface.
///
/// The kernel makes the header of what is sent, and its checksum; it strips the header of what is received and tells what
/// that said. One of the two sockets serves each direction: one that makes checksums would also drop in silence what has
/// a wrong one, and the protocol counts those.
package final class VRRPMessageSocket {
    private let sender: Descriptor
    private let receiver: Descriptor
    package let interfaceName: String
    package let interfaceIndex: Int32

    /// - Parameters:
    ///   - interfaceIndex: as the kernel numbers it now; a recreated interface needs a new socket.
    ///   - groups: joined at once; without one unicast alone is heard.
    package init(interfaceIndex: Int32, name: String, groups: [IPv6Address]) throws(SystemError) {
        self.sender = try Self.open(name)
        self.receiver = try Self.open(name)
        self.interfaceName = name
        self.interfaceIndex = interfaceIndex
        let (sender, receiver) = (self.sender.rawValue, self.receiver.rawValue)
        try Syscall.check("setsockopt SO_ATTACH_FILTER", name) { clinux_refuse_packets(sender) }
        try Syscall.check("setsockopt IPV6_CHECKSUM", name) { clinux_vrrp6_prepare_sending(sender, interfaceIndex) }
        try Syscall.check("setsockopt IPV6_RECVPKTINFO", name) { clinux_vrrp6_prepare_receiving(receiver) }
        // Adverts overtake bulk traffic in the interface's queue (TC_PRIO_CONTROL).
        try self.sender.set(SOL_SOCKET, SO_PRIORITY, to: 7, "SO_PRIORITY")
        self.receiver.widen(receive: 1 << 20)
        for group in groups {
            try self.join(group)
        }
    }

    private static func open(_ name: String) throws(SystemError) -> Descriptor {
        let socket = Descriptor(
            adopting: try Syscall.check("socket", "AF_INET6 protocol 112") { clinux_vrrp6_socket() }
        )
        try socket.bind(toInterface: name)
        return socket
    }

    package var descriptor: Int32 { self.receiver.rawValue }

    /// EADDRINUSE if it is joined already.
    package func join(_ group: IPv6Address) throws(SystemError) {
        try self.membership(of: group, isOn: true, "IPV6_JOIN_GROUP")
    }

    /// EADDRNOTAVAIL if it is not joined.
    package func leave(_ group: IPv6Address) throws(SystemError) {
        try self.membership(of: group, isOn: false, "IPV6_LEAVE_GROUP")
    }

    private func membership(of group: IPv6Address, isOn: Bool, _ option: String) throws(SystemError) {
        let bytes = group.bytes
        try Syscall.check("setsockopt \(option)", "\(group) on \(self.interfaceName)") {
            unsafe clinux_multicast6_membership(self.receiver.rawValue, isOn ? 1 : 0, bytes, self.interfaceIndex)
        }
    }

    /// See ``VRRPSocket/limitReceiveBuffer(to:)``.
    package func limitReceiveBuffer(to bytes: Int32?) {
        self.receiver.limitReceiveBuffer(to: bytes)
    }

    /// The next message, or `nil` if none is waiting. Longer ones are cut at ``VRRPSocket/maximumPacketSize``, so that
    /// their count of addresses gives them away.
    ///
    /// - Parameter buffer: keeps its storage from call to call; grown as needed.
    /// - Throws: ENETDOWN once the interface goes down.
    package func receive(into buffer: inout [UInt8]) throws(SystemError) -> ReceivedMessage? {
        // 255 addresses, and what may be behind them.
        if buffer.count < 2 * VRRPSocket.maximumPacketSize {
            buffer = [UInt8](repeating: 0, count: 2 * VRRPSocket.maximumPacketSize)
        }
        let capacity = buffer.count
        var source = [UInt8](repeating: 0, count: 16)
        var destination = source
        var hopLimit: Int32 = -1
        let count = try Syscall.attempt("recvmsg", self.interfaceName) {
            unsafe clinux_receive_vrrp6(self.receiver.rawValue, &buffer, capacity, &source, &destination, &hopLimit)
        }
        guard let count, let source = IPv6Address(networkOrder: source),
            let destination = IPv6Address(networkOrder: destination)
        else { return nil }
        return ReceivedMessage(
            source: source,
            destination: destination,
            // What the kernel does not tell is nobody's: no hop limit that is taken.
            hopLimit: UInt8(exactly: hopLimit) ?? 0,
            bytes: Array(buffer[..<count])
        )
    }

    /// Sends a message. A full queue is an error here too (EAGAIN, ENOBUFS): an advertisement that cannot go now is not
    /// worth sending later.
    package func send(
        _ message: [UInt8],
        from source: IPv6Address,
        to destination: IPv6Address,
        hopLimit: UInt8 = 255
    ) throws(SystemError) {
        let (sourceBytes, destinationBytes) = (source.bytes, destination.bytes)
        // A peer beyond the link is reached as the routing tables say, from this interface's socket.
        try Syscall.check("sendmsg", "\(destination) on \(self.interfaceName)") {
            unsafe clinux_send_vrrp6(
                self.sender.rawValue,
                message,
                message.count,
                sourceBytes,
                destinationBytes,
                Int32(hopLimit),
                self.interfaceIndex
            )
        }
    }
}
