import Checks
import Routing
import VRRP

extension NextHop: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.gateway)
        writer.append(self.device)
        writer.append(self.isOnLink)
        writer.append(self.encapsulation)
        writer.append(self.weight)
        writer.append(self.realms)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(gateway: try reader.next(), device: try reader.next())
        self.isOnLink = try reader.next()
        self.encapsulation = try reader.next()
        self.weight = try reader.next()
        self.realms = try reader.next()
    }
}

extension Encapsulation: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .tunnel(let tunnel):
            writer.write(UInt8(1))
            writer.append(tunnel)
        case .mpls(let labels):
            writer.write(UInt8(2))
            writer.append(labels)
        case .ila(let locator):
            writer.write(UInt8(3))
            writer.write(locator)
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .tunnel(try reader.next())
        case 2: self = .mpls(try reader.next())
        case 3: self = .ila(try reader.next())
        default: throw .malformed
        }
    }
}

extension Encapsulation.Tunnel: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.family)
        writer.append(self.id)
        writer.append(self.destination)
        writer.append(self.source)
        writer.append(self.service)
        writer.append(self.hops)
        writer.append(self.flags)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(family: try reader.next())
        self.id = try reader.next()
        self.destination = try reader.next()
        self.source = try reader.next()
        self.service = try reader.next()
        self.hops = try reader.next()
        self.flags = try reader.next()
    }
}
