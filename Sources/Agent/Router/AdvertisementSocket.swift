import Failover
import LinuxIO
import VRRP

/// What advertisements are received with, and sent with but where frames leave, at one place.
enum AdvertisementSocket {
    case packets(VRRPSocket)
    case messages(VRRPMessageSocket)
    case tap(VirtualRouterTap)

    /// - Parameter largestPacket: the MTU of the interface, asked for where the room depends on it.
    init(_ listening: Listening, largestPacket: () throws(SystemError) -> Int) throws(SystemError) {
        let (index, name) = (listening.place.interfaceIndex, listening.interface)
        switch (listening.place.family, listening.isVirtual) {
        case (.ipv4, let isVirtual):
            let groups = listening.groups.compactMap(\.ipv4)
            self = .packets(
                try VRRPSocket(interfaceIndex: index, name: name, multicastGroups: groups, isVirtual: isVirtual)
            )
        case (.ipv6, false):
            let groups = listening.groups.compactMap(\.ipv6)
            self = .messages(try VRRPMessageSocket(interfaceIndex: index, name: name, groups: groups))
        case (.ipv6, true):
            self = .tap(try VirtualRouterTap(interfaceIndex: index, name: name))
        }
        guard let room = listening.receiveBuffer else { return }
        let packets = room.largestPackets > 0 ? room.largestPackets * (try largestPacket()) : 0
        let bytes = room.bytes + packets
        self.limitReceiveBuffer(to: bytes > 0 ? Int32(clamping: bytes) : nil)
    }

    var descriptor: Int32 {
        switch self {
        case .packets(let socket): socket.descriptor
        case .messages(let socket): socket.descriptor
        case .tap(let tap): tap.descriptor
        }
    }

    var interfaceName: String {
        switch self {
        case .packets(let socket): socket.interfaceName
        case .messages(let socket): socket.interfaceName
        case .tap(let tap): tap.interfaceName
        }
    }

    private func limitReceiveBuffer(to bytes: Int32?) {
        switch self {
        case .packets(let socket): socket.limitReceiveBuffer(to: bytes)
        case .messages(let socket): socket.limitReceiveBuffer(to: bytes)
        case .tap(let tap): tap.limitReceiveBuffer(to: bytes)
        }
    }

    /// The event of the next packet that waits; nil = none does.
    func receive(at place: ListeningPlace, into buffer: inout [UInt8]) throws(SystemError) -> Event? {
        switch self {
        case .packets(let socket):
            return try socket.receive(into: &buffer).map { .datagram(Array($0), index: place.interfaceIndex) }
        case .messages(let socket):
            return try socket.receive(into: &buffer).map { .message($0, index: place.interfaceIndex) }
        case .tap(let tap):
            return try tap.receive(into: &buffer).map { .datagram(Array($0), index: place.interfaceIndex) }
        }
    }

    func send(_ transmission: Transmission) throws(SystemError) {
        switch (self, transmission.source, transmission.destination) {
        case (.packets(let socket), _, .v4(let destination)):
            try socket.send(transmission.packet, to: destination)
        case (.messages(let socket), .v6(let source), .v6(let destination)):
            try socket.send(transmission.packet, from: source, to: destination, hopLimit: transmission.hopLimit)
        case (.packets, _, _), (.messages, _, _), (.tap, _, _):
            // What leaves as a frame needs no socket of its place.
            break
        }
    }
}
