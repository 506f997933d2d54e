import CLinux
import Glibc
import LinuxIO

/// What tests ask of links and the agent never does, in the words of `NetlinkWriter`.
struct LinkRequests {
    /// Makes a pair of virtual Ethernet links, the second in another namespace.
    func addPair(_ name: String, peer: String, namespace: Int32) throws {
        try self.request(UInt16(RTM_NEWLINK), flags: UInt16(NLM_F_CREATE) | UInt16(NLM_F_EXCL)) { writer in
            self.writeHeader(to: &writer)
            writer.attribute(UInt16(IFLA_IFNAME), Array(name.utf8) + [0])
            writer.attribute(UInt16(IFLA_LINKINFO)) { writer in
                writer.attribute(UInt16(IFLA_INFO_KIND), Array("veth".utf8))
                writer.attribute(UInt16(IFLA_INFO_DATA)) { writer in
                    // VETH_INFO_PEER
                    writer.attribute(1) { writer in
                        self.writeHeader(to: &writer)
                        writer.attribute(UInt16(IFLA_IFNAME), Array(peer.utf8) + [0])
                        writer.attribute(UInt16(IFLA_NET_NS_FD)) { $0.integer(namespace) }
                    }
                }
            }
        }
    }

    func set(_ index: Int32, up: Bool) throws {
        try self.request(UInt16(RTM_NEWLINK), flags: 0) { writer in
            self.writeHeader(index, flags: up ? 1 : 0, change: 1, to: &writer)
        }
    }

    func remove(_ index: Int32) throws {
        try self.request(UInt16(RTM_DELLINK), flags: 0) { self.writeHeader(index, to: &$0) }
    }

    private func writeHeader(_ index: Int32 = 0, flags: UInt32 = 0, change: UInt32 = 0, to writer: inout NetlinkWriter)
    {
        writer.integer(UInt32(0))
        writer.integer(index)
        writer.integer(flags)
        writer.integer(change)
    }

    private func request(_ type: UInt16, flags: UInt16, _ body: (inout NetlinkWriter) -> Void) throws {
        let socket = Descriptor(adopting: clinux_route_socket())
        var writer = NetlinkWriter()
        writer.message(type: type, flags: flags | UInt16(NLM_F_REQUEST) | UInt16(NLM_F_ACK), sequence: 1, body)
        guard clinux_send(socket.rawValue, writer.bytes, writer.bytes.count) == writer.bytes.count else {
            throw TestFailure("netlink send: error \(errno)")
        }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = clinux_receive(socket.rawValue, &buffer, buffer.count)
        guard count > 0 else { throw TestFailure("netlink receive: error \(errno)") }
        var reader = NetlinkReader(buffer[..<count])
        guard let message = try reader.message(), message.type == UInt16(NLMSG_ERROR) else {
            throw TestFailure("no acknowledgement")
        }
        let answer = try NetlinkAcknowledgement(netlink: message.payload, flags: message.flags)
        guard answer.code == 0 else { throw TestFailure("link request: error \(answer.code) \(answer.text ?? "")") }
    }
}
