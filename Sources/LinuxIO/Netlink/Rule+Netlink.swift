import CLinux
import Glibc
package import Routing
import VRRP

extension Rule {
    /// Appends this as the body of `RTM_NEWRULE` or `RTM_DELRULE`: a `fib_rule_hdr` and its attributes.
    package func write(to writer: inout NetlinkWriter) {
        var table: UInt32 = 0
        if case .lookup(let number) = self.action { table = number }
        writer.integer(UInt8(self.family.number))
        writer.integer(self.destination?.length ?? 0)
        writer.integer(self.source?.length ?? 0)
        writer.integer(self.service)
        writer.integer(table < 256 ? UInt8(table) : 0)
        writer.integer(UInt16(0))
        writer.integer(self.action.number)
        writer.integer(self.isInverted ? UInt32(FIB_RULE_INVERT) : 0)
        if table >= 256 { writer.attribute(UInt16(FRA_TABLE), of: table) }
        writer.attribute(UInt16(FRA_PRIORITY), of: self.preference)
        writer.attribute(UInt16(FRA_PROTOCOL), of: self.originator)
        if let source = self.source { writer.attribute(UInt16(FRA_SRC), source.masked.address.bytes) }
        if let destination = self.destination {
            writer.attribute(UInt16(FRA_DST), destination.masked.address.bytes)
        }
        if let mark = self.mark { writer.attribute(UInt16(FRA_FWMARK), of: mark) }
        if let mask = self.markMask { writer.attribute(UInt16(FRA_FWMASK), of: mask) }
        if self.realms != 0 { writer.attribute(UInt16(FRA_FLOW), of: self.realms) }
        if let length = self.suppressedPrefixLength {
            writer.attribute(UInt16(FRA_SUPPRESS_PREFIXLEN), of: length)
        }
        if let group = self.suppressedGroup { writer.attribute(UInt16(FRA_SUPPRESS_IFGROUP), of: group) }
        if let name = self.incomingInterface { writer.attribute(UInt16(FRA_IIFNAME), Array(name.utf8) + [0]) }
        if let name = self.outgoingInterface { writer.attribute(UInt16(FRA_OIFNAME), Array(name.utf8) + [0]) }
        if let id = self.tunnelID { writer.attribute(UInt16(FRA_TUN_ID), of: id.bigEndian) }
        if let users = self.users {
            writer.attribute(UInt16(FRA_UID_RANGE)) { writer in
                writer.integer(users.lowerBound)
                writer.integer(users.upperBound)
            }
        }
        if case .lookupInVRF = self.action { writer.attribute(UInt16(FRA_L3MDEV), of: UInt8(1)) }
        if let number = self.ipProtocol { writer.attribute(UInt16(FRA_IP_PROTO), of: number) }
        if let ports = self.sourcePorts { Self.write(ports, as: UInt16(FRA_SPORT_RANGE), to: &writer) }
        if let ports = self.destinationPorts { Self.write(ports, as: UInt16(FRA_DPORT_RANGE), to: &writer) }
        if case .goto(let target) = self.action { writer.attribute(UInt16(FRA_GOTO), of: target) }
    }

    private static func write(_ ports: ClosedRange<UInt16>, as type: UInt16, to writer: inout NetlinkWriter) {
        writer.attribute(type) { writer in
            writer.integer(ports.lowerBound)
            writer.integer(ports.upperBound)
        }
    }
}

extension RuleAction {
    /// `FR_ACT_…`.
    fileprivate var number: UInt8 {
        switch self {
        case .lookup, .lookupInVRF: UInt8(FR_ACT_TO_TBL)
        case .goto: UInt8(FR_ACT_GOTO)
        case .nothing: UInt8(FR_ACT_NOP)
        case .blackhole: UInt8(FR_ACT_BLACKHOLE)
        case .unreachable: UInt8(FR_ACT_UNREACHABLE)
        case .prohibit: UInt8(FR_ACT_PROHIBIT)
        }
    }
}
