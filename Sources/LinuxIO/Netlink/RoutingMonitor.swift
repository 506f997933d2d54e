import CLinux
import Glibc
package import Routing

/// Tells of routes and rules of ours that are removed, whoever does it. A socket of its own, for a host whose routes change
/// by the thousand would drown the notifications of interfaces.
package final class RoutingMonitor {
    package enum Event: Hashable, Sendable {
        case routeRemoved(RouteKey)
        case ruleRemoved(RuleKey)
        /// Events were lost: anything may be missing.
        case overrun
    }

    private static let datagramsPerTurn = 256

    private let socket: NetlinkSocket

    /// - Parameter receiveBuffer: bytes; how much may come between two turns before events are lost.
    package init(receiveBuffer: Int32 = 1 << 20) throws(SystemError) {
        let groups =
            UInt32(RTMGRP_IPV4_ROUTE) | UInt32(RTMGRP_IPV6_ROUTE) | UInt32(RTMGRP_IPV4_RULE)
            | 1 << (RTNLGRP_IPV6_RULE.rawValue - 1)
        self.socket = try NetlinkSocket(groups: groups, receiveBuffer: receiveBuffer)
    }

    package var descriptor: Int32 { self.socket.descriptor }

    /// - Parameter beyondLimit: Whether it may be more than `net.core.rmem_max`, where privileged.
    package func setReceiveBuffer(_ bytes: Int32, beyondLimit: Bool) {
        self.socket.setReceiveBuffer(bytes, beyondLimit: beyondLimit)
    }

    /// What has happened since the last call, in order; more may be waiting (the descriptor stays readable).
    package func read() throws(SystemError) -> [Event] {
        try self.socket.events(atMost: Self.datagramsPerTurn, overrun: .overrun, decode: Self.decode)
    }

    /// The events of one datagram; messages of other kinds say nothing.
    package static func decode(_ datagram: ArraySlice<UInt8>, into events: inout [Event]) throws(NetlinkError) {
        var reader = NetlinkReader(datagram)
        while let message = try reader.message() {
            switch Int32(message.type) {
            case Int32(RTM_DELROUTE):
                if let key = try RouteKey(netlink: message.payload) { events.append(.routeRemoved(key)) }
            case Int32(RTM_DELRULE):
                if let key = try RuleKey(netlink: message.payload) { events.append(.ruleRemoved(key)) }
            default: continue
            }
        }
    }
}
