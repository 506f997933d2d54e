import CLinux
import Glibc

/// Tells of every change of interfaces and addresses, whoever made it.
package final class RouteMonitor {
    static let datagramsPerTurn = 64

    private let socket: NetlinkSocket

    /// - Parameter receiveBuffer: bytes; how much may come between two turns before events are lost.
    package init(receiveBuffer: Int32 = 1 << 20) throws(SystemError) {
        let groups =
            UInt32(RTMGRP_LINK) | UInt32(RTMGRP_IPV4_IFADDR) | UInt32(RTMGRP_IPV6_IFADDR)
            | 1 << (UInt32(CLINUX_RTNLGRP_IPV6_NETCONF) - 1)
        self.socket = try NetlinkSocket(groups: groups, receiveBuffer: receiveBuffer)
    }

    package var descriptor: Int32 { self.socket.descriptor }

    /// - Parameter beyondLimit: Whether it may be more than `net.core.rmem_max`, where privileged.
    package func setReceiveBuffer(_ bytes: Int32, beyondLimit: Bool) {
        self.socket.setReceiveBuffer(bytes, beyondLimit: beyondLimit)
    }

    /// What has happened since the last call, in order; more may be waiting (the descriptor stays readable).
    package func read() throws(SystemError) -> [RouteEvent] {
        try self.socket.events(atMost: Self.datagramsPerTurn, overrun: .overrun, decode: Self.decode)
    }

    /// The events of one datagram; messages of other kinds say nothing.
    package static func decode(_ datagram: ArraySlice<UInt8>, into events: inout [RouteEvent]) throws(NetlinkError) {
        var reader = NetlinkReader(datagram)
        while let message = try reader.message() {
            switch Int32(message.type) {
            case Int32(RTM_NEWLINK): if let link = try Link(netlink: message.payload) { events.append(.link(link)) }
            case Int32(RTM_DELLINK):
                if let link = try Link(netlink: message.payload) { events.append(.linkRemoved(link)) }
            case Int32(RTM_NEWADDR):
                if let address = try InterfaceAddress(netlink: message.payload) { events.append(.address(address)) }
            case Int32(RTM_DELADDR):
                if let address = try InterfaceAddress(netlink: message.payload) {
                    events.append(.addressRemoved(address))
                }
            case Int32(CLINUX_RTM_NEWNETCONF):
                if let state = try ForwardingState(netlink: message.payload) { events.append(.forwarding(state)) }
            default: continue
            }
        }
    }
}
