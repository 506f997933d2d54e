import Checks
import Routing
import VRRP

extension Rule: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.family)
        writer.append(self.preference)
        writer.append(self.action)
        writer.append(self.isInverted)
        writer.append(self.source)
        writer.append(self.destination)
        writer.append(self.service)
        writer.append(self.mark)
        writer.append(self.markMask)
        writer.append(self.realms)
        writer.append(self.suppressedPrefixLength)
        writer.append(self.suppressedGroup)
        writer.append(self.incomingInterface)
        writer.append(self.outgoingInterface)
        writer.append(self.tunnelID)
        writer.append(self.users)
        writer.append(self.originator)
        writer.append(self.ipProtocol)
        writer.append(self.sourcePorts)
        writer.append(self.destinationPorts)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(family: try reader.next(), preference: try reader.next(), action: try reader.next())
        self.isInverted = try reader.next()
        self.source = try reader.next()
        self.destination = try reader.next()
        self.service = try reader.next()
        self.mark = try reader.next()
        self.markMask = try reader.next()
        self.realms = try reader.next()
        self.suppressedPrefixLength = try reader.next()
        self.suppressedGroup = try reader.next()
        self.incomingInterface = try reader.next()
        self.outgoingInterface = try reader.next()
        self.tunnelID = try reader.next()
        self.users = try reader.next()
        self.originator = try reader.next()
        self.ipProtocol = try reader.next()
        self.sourcePorts = try reader.next()
        self.destinationPorts = try reader.next()
    }
}

extension RuleAction: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .lookup(let table):
            writer.write(UInt8(1))
            writer.write(table)
        case .lookupInVRF: writer.write(UInt8(2))
        case .goto(let preference):
            writer.write(UInt8(3))
            writer.write(preference)
        case .nothing: writer.write(UInt8(4))
        case .blackhole: writer.write(UInt8(5))
        case .unreachable: writer.write(UInt8(6))
        case .prohibit: writer.write(UInt8(7))
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .lookup(table: try reader.next())
        case 2: self = .lookupInVRF
        case 3: self = .goto(try reader.next())
        case 4: self = .nothing
        case 5: self = .blackhole
        case 6: self = .unreachable
        case 7: self = .prohibit
        default: throw .malformed
        }
    }
}

extension RuleKey: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.family)
        writer.append(self.preference)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(family: try reader.next(), preference: try reader.next())
    }
}

extension ClosedRange: WireValue where Bound: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.lowerBound)
        writer.append(self.upperBound)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        let lower: Bound = try reader.next()
        let upper: Bound = try reader.next()
        guard lower <= upper else { throw .malformed }
        self = lower...upper
    }
}
