import Checks
import Routing
import VRRP

extension Route: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.destination)
        writer.append(self.type.rawValue)
        writer.append(self.source)
        writer.append(self.preferredSource)
        writer.append(self.service)
        writer.append(self.table)
        writer.append(self.originator)
        writer.append(self.scope)
        writer.append(self.metric)
        writer.append(self.hop)
        writer.append(self.hops)
        writer.append(self.realms)
        writer.append(self.expires)
        writer.append(self.metrics)
        writer.append(self.preference)
        writer.append(self.propagatesTimeToLive)
        writer.append(self.placement)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(to: try reader.next())
        guard let type = RouteType(rawValue: try reader.integer()) else { throw .malformed }
        self.type = type
        self.source = try reader.next()
        self.preferredSource = try reader.next()
        self.service = try reader.next()
        self.table = try reader.next()
        self.originator = try reader.next()
        self.scope = try reader.next()
        self.metric = try reader.next()
        self.hop = try reader.next()
        self.hops = try reader.next()
        self.realms = try reader.next()
        self.expires = try reader.next()
        self.metrics = try reader.next()
        self.preference = try reader.next()
        self.propagatesTimeToLive = try reader.next()
        self.placement = try reader.next()
    }
}

extension Route.Placement: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .before: writer.write(UInt8(1))
        case .behind: writer.write(UInt8(2))
        case .alone: writer.write(UInt8(3))
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .before
        case 2: self = .behind
        case 3: self = .alone
        default: throw .malformed
        }
    }
}

extension RouteTable: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .number(let number):
            writer.write(UInt8(1))
            writer.write(number)
        case .vrf(let device):
            writer.write(UInt8(2))
            writer.write(device)
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .number(try reader.next())
        case 2: self = .vrf(try reader.next())
        default: throw .malformed
        }
    }
}

extension RouteMetrics: WireValue {
    func write(to writer: inout WireWriter) {
        writer.write(self.values.keys.sorted { $0.rawValue < $1.rawValue }) { writer, kind in
            writer.write(kind.rawValue)
            writer.write(self.values[kind] ?? 0)
        }
        writer.append(self.congestionControl)
        writer.append(self.locked)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init()
        let values = try reader.list { (reader: inout WireReader) throws(WireError) in
            guard let kind = Kind(rawValue: try reader.integer()) else { throw WireError.malformed }
            return (kind, try reader.integer(UInt32.self))
        }
        for (kind, value) in values { self.values[kind] = value }
        self.congestionControl = try reader.next()
        self.locked = try reader.next()
    }
}

extension RouteKey: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.table)
        writer.append(self.destination)
        writer.append(self.service)
        writer.append(self.metric)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(
            table: try reader.next(),
            destination: try reader.next(),
            service: try reader.next(),
            metric: try reader.next()
        )
    }
}
