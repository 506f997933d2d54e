import CLinux
import Glibc
package import VRRP

/// Sends and receives whole IPv4 packets of protocol 112 on one interface.
///
/// The caller builds the IP header (TTL 255 is part of the protocol); the kernel fills in its checksum and total length.
/// One socket serves all virtual routers of an interface: it hears unicast and the groups it has joined.
package final class VRRPSocket {
    /// The largest packet worth reading: an advertisement of 255 IPv4 addresses and both headers fit several times.
    package static let maximumPacketSize = 4096

    private let socket: Descriptor
    /// Where packets are received, if not at the socket that sends them.
    private let tap: LinkTap?
    package let interfaceName: String
    package let interfaceIndex: Int32

    /// - Parameters:
    ///   - interfaceIndex: as the kernel numbers it now; a recreated interface needs a new socket.
    ///   - multicastGroups: joined at once; without one unicast alone is heard.
    ///   - isVirtual: the interface has a virtual router's hardware address. Packets are then taken from the link and no
    ///     group is joined: the reports of a membership would leave with that address, from a backup too, and switches
    ///     would send the master's traffic there.
    package init(
        interfaceIndex: Int32,
        name: String,
        multicastGroups: [IPv4Address],
        isVirtual: Bool = false
    ) throws(SystemError) {
        self.socket = Descriptor(
            adopting: try Syscall.check("socket", "AF_INET protocol 112") {
                clinux_vrrp_socket()
            }
        )
        self.interfaceName = name
        self.interfaceIndex = interfaceIndex
        self.tap = isVirtual ? try LinkTap(interfaceIndex: interfaceIndex, name: name) : nil
        if isVirtual {
            let socket = self.socket.rawValue
            try Syscall.check("setsockopt SO_ATTACH_FILTER", name) { clinux_refuse_packets(socket) }
        }

        let ip = Int32(IPPROTO_IP)
        try self.socket.set(ip, IP_HDRINCL, to: 1, "IP_HDRINCL")
        try self.socket.bind(toInterface: name)
        // Without this a raw socket hears every group that anyone on the host has joined.
        try self.socket.set(ip, Int32(CLINUX_IP_MULTICAST_ALL), to: 0, "IP_MULTICAST_ALL")
        try self.socket.set(ip, IP_MULTICAST_LOOP, to: 0, "IP_MULTICAST_LOOP")
        try self.socket.set(ip, IP_MULTICAST_TTL, to: 255, "IP_MULTICAST_TTL")
        try Syscall.check("setsockopt IP_MULTICAST_IF", name) {
            clinux_multicast_interface(self.socket.rawValue, interfaceIndex)
        }
        // Adverts overtake bulk traffic in the interface's queue (TC_PRIO_CONTROL).
        try self.socket.set(SOL_SOCKET, SO_PRIORITY, to: 7, "SO_PRIORITY")
        self.socket.widen(receive: 1 << 20)
        for group in multicastGroups {
            try self.join(group)
        }
    }

    /// - Parameters:
    ///   - interfaceIndex: as the kernel numbers it now; a recreated interface needs a new socket.
    ///   - multicastGroup: joined at once; `nil` hears unicast only.
    package convenience init(
        interfaceIndex: Int32,
        name: String,
        multicastGroup: IPv4Address?,
        isVirtual: Bool = false
    ) throws(SystemError) {
        try self.init(
            interfaceIndex: interfaceIndex,
            name: name,
            multicastGroups: multicastGroup.map { [$0] } ?? [],
            isVirtual: isVirtual
        )
    }

    /// Room for so many bytes that wait to be read instead of the usual 1 MiB; nil = what the kernel gives every socket.
    package func limitReceiveBuffer(to bytes: Int32?) {
        self.socket.limitReceiveBuffer(to: bytes)
        self.tap?.limitReceiveBuffer(to: bytes)
    }

    package var descriptor: Int32 { self.tap?.descriptor ?? self.socket.rawValue }

    /// EADDRINUSE if it is joined already.
    package func join(_ group: IPv4Address) throws(SystemError) {
        try Syscall.check("setsockopt IP_ADD_MEMBERSHIP", "\(group) on \(self.interfaceName)") {
            clinux_multicast_membership(
                self.socket.rawValue,
                1,
                group.rawValue.bigEndian,
                self.interfaceIndex
            )
        }
    }

    /// EADDRNOTAVAIL if it is not joined.
    package func leave(_ group: IPv4Address) throws(SystemError) {
        try Syscall.check("setsockopt IP_DROP_MEMBERSHIP", "\(group) on \(self.interfaceName)") {
            clinux_multicast_membership(
                self.socket.rawValue,
                0,
                group.rawValue.bigEndian,
                self.interfaceIndex
            )
        }
    }

    /// The next packet from its IP header on, or `nil` if none is waiting. Longer ones are cut at
    /// ``maximumPacketSize``, so that their total length gives them away.
    ///
    /// - Parameter buffer: keeps its storage from call to call; grown as needed.
    /// - Throws: ENETDOWN once the interface goes down.
    package func receive(into buffer: inout [UInt8]) throws(SystemError) -> ArraySlice<UInt8>? {
        if buffer.count < Self.maximumPacketSize {
            buffer = [UInt8](repeating: 0, count: Self.maximumPacketSize)
        }
        let capacity = buffer.count
        let count = try Syscall.attempt("recv", self.interfaceName) {
            unsafe recv(self.descriptor, &buffer, capacity, 0)
        }
        return count.map { buffer[..<$0] }
    }

    /// Sends `packet`, which begins with its IP header. A full queue is an error here too (EAGAIN, ENOBUFS): an
    /// advertisement that cannot go now is not worth sending later.
    package func send(_ packet: [UInt8], to address: IPv4Address) throws(SystemError) {
        try Syscall.check("sendto", "\(address) on \(self.interfaceName)") {
            unsafe clinux_send_ipv4(self.socket.rawValue, packet, packet.count, address.rawValue.bigEndian)
        }
    }
}
