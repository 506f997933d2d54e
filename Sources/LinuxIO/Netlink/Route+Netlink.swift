import CLinux
import Glibc
package import Routing
import VRRP

extension Route {
    /// Appends this as the body of `RTM_NEWROUTE` or `RTM_DELROUTE`: an `rtmsg` and its attributes.
    ///
    /// - Parameters:
    ///   - table: The number of ``table``.
    ///   - devices: The indexes of the interfaces it names.
    package func write(to writer: inout NetlinkWriter, removing: Bool, table: UInt32, devices: [String: Int32]) {
        writer.integer(UInt8(self.family.number))
        writer.integer(self.destination.length)
        writer.integer(self.source?.length ?? 0)
        writer.integer(self.service)
        writer.integer(table < 256 ? UInt8(table) : 0)
        writer.integer(self.originator)
        // To the kernel, nowhere means any scope when a route is removed.
        writer.integer(self.scope ?? (removing ? UInt8(255) : 0))
        writer.integer(self.type.rawValue)
        writer.integer(self.hop.isOnLink ? UInt32(RTNH_F_ONLINK) : 0)
        if table >= 256 { writer.attribute(Self.number(RTA_TABLE), of: table) }
        writer.attribute(Self.number(RTA_DST), self.destination.masked.address.bytes)
        if let source = self.source { writer.attribute(Self.number(RTA_SRC), source.masked.address.bytes) }
        if let address = self.preferredSource { writer.attribute(Self.number(RTA_PREFSRC), address.bytes) }
        self.hop.write(to: &writer, family: self.family)
        if let device = self.hop.device, let index = devices[device] {
            writer.attribute(Self.number(RTA_OIF), of: index)
        }
        if let metric = self.metric { writer.attribute(Self.number(RTA_PRIORITY), of: metric) }
        if self.realms != 0 { writer.attribute(Self.number(RTA_FLOW), of: self.realms) }
        if let preference = self.preference { writer.attribute(Self.number(RTA_PREF), of: preference) }
        if let propagates = self.propagatesTimeToLive {
            writer.attribute(Self.number(RTA_TTL_PROPAGATE), of: UInt8(propagates ? 1 : 0))
        }
        if let expires = self.expires, !removing { writer.attribute(Self.number(RTA_EXPIRES), of: expires) }
        if !self.metrics.isEmpty { self.metrics.write(to: &writer) }
        if !self.hops.isEmpty {
            writer.attribute(Self.number(RTA_MULTIPATH)) { writer in
                for hop in self.hops { hop.writeNested(to: &writer, family: self.family, devices: devices) }
            }
        }
    }

    fileprivate static func number(_ attribute: rtattr_type_t) -> UInt16 { UInt16(attribute.rawValue) }
}

extension NextHop {
    /// The gateway and the tunnel, as attributes.
    fileprivate func write(to writer: inout NetlinkWriter, family: AddressFamily) {
        if let gateway = self.gateway {
            if gateway.family == family {
                writer.attribute(Route.number(RTA_GATEWAY), gateway.bytes)
            } else {
                writer.attribute(Route.number(RTA_VIA)) { writer in
                    writer.integer(UInt16(gateway.family.number))
                    writer.append(gateway.bytes)
                }
            }
        }
        guard let encapsulation = self.encapsulation else { return }
        writer.attribute(Route.number(RTA_ENCAP)) { encapsulation.write(to: &$0) }
        writer.attribute(Route.number(RTA_ENCAP_TYPE), of: encapsulation.number)
    }

    /// As an `rtnexthop` of `RTA_MULTIPATH`.
    fileprivate func writeNested(to writer: inout NetlinkWriter, family: AddressFamily, devices: [String: Int32]) {
        writer.hop(
            flags: self.isOnLink ? UInt8(RTNH_F_ONLINK) : 0,
            // One less, and one byte, holds 1 to 256.
            weight: UInt8(truncatingIfNeeded: max(1, self.weight) - 1),
            index: self.device.flatMap { devices[$0] } ?? 0
        ) { writer in
            self.write(to: &writer, family: family)
            if self.realms != 0 { writer.attribute(Route.number(RTA_FLOW), of: self.realms) }
        }
    }
}

extension RouteMetrics {
    fileprivate func write(to writer: inout NetlinkWriter) {
        writer.attribute(Route.number(RTA_METRICS)) { writer in
            for (kind, value) in self.values.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                writer.attribute(kind.rawValue, of: value)
            }
            if let name = self.congestionControl {
                writer.attribute(Self.congestionControlNumber, Array(name.utf8) + [0])
            }
            if self.locked != 0 { writer.attribute(UInt16(RTAX_LOCK), of: self.locked) }
        }
    }
}

extension Encapsulation {
    /// `LWTUNNEL_ENCAP_…`.
    fileprivate var number: UInt16 {
        switch self {
        case .mpls: UInt16(LWTUNNEL_ENCAP_MPLS.rawValue)
        case .ila: UInt16(LWTUNNEL_ENCAP_ILA.rawValue)
        case .tunnel(let tunnel):
            switch tunnel.family {
            case .ipv4: UInt16(LWTUNNEL_ENCAP_IP.rawValue)
            case .ipv6: UInt16(LWTUNNEL_ENCAP_IP6.rawValue)
            }
        }
    }

    fileprivate func write(to writer: inout NetlinkWriter) {
        switch self {
        case .tunnel(let tunnel):
            tunnel.write(to: &writer)
        case .mpls(let labels):
            writer.attribute(UInt16(MPLS_IPTUNNEL_DST)) { writer in
                for (position, label) in labels.enumerated() {
                    // The label in the upper 20 bits; the last one bears the mark of the stack's bottom.
                    let isLast = position == labels.count - 1
                    writer.integer((label << 12 | (isLast ? 1 << 8 : 0)).bigEndian)
                }
            }
        case .ila(let locator):
            writer.attribute(UInt16(ILA_ATTR_LOCATOR), of: locator.bigEndian)
        }
    }
}

extension Encapsulation.Tunnel {
    /// The attributes of both families have the same numbers and meanings.
    fileprivate func write(to writer: inout NetlinkWriter) {
        if let id = self.id { writer.attribute(UInt16(LWTUNNEL_IP_ID.rawValue), of: id.bigEndian) }
        if let destination = self.destination {
            writer.attribute(UInt16(LWTUNNEL_IP_DST.rawValue), destination.bytes)
        }
        if let source = self.source { writer.attribute(UInt16(LWTUNNEL_IP_SRC.rawValue), source.bytes) }
        switch self.family {
        case .ipv4:
            if let hops = self.hops { writer.attribute(UInt16(LWTUNNEL_IP_TTL.rawValue), of: hops) }
            if let service = self.service { writer.attribute(UInt16(LWTUNNEL_IP_TOS.rawValue), of: service) }
        case .ipv6:
            if let hops = self.hops { writer.attribute(UInt16(LWTUNNEL_IP6_HOPLIMIT.rawValue), of: hops) }
            if let service = self.service { writer.attribute(UInt16(LWTUNNEL_IP6_TC.rawValue), of: service) }
        }
        if let flags = self.flags { writer.attribute(UInt16(LWTUNNEL_IP_FLAGS.rawValue), of: flags.bigEndian) }
    }
}
