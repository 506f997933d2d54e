import Checks
import Configuration
import Routing
import VRRP

extension PlacedAddress: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.address)
        writer.append(self.prefixLength)
        writer.append(self.interfaceIndex)
        writer.append(self.label)
        writer.append(self.scope)
        writer.append(self.broadcast)
        writer.append(self.options)
        writer.append(self.isTracked)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(
            address: try reader.next(),
            prefixLength: try reader.next(),
            interfaceIndex: try reader.next(),
            label: try reader.next(),
            scope: try reader.next(),
            broadcast: try reader.next(),
            options: try reader.next(),
            isTracked: try reader.next()
        )
    }
}

extension PlacedItem: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.kind)
        writer.append(self.origin)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        let kind: Kind = try reader.next()
        self.init(kind, origin: try reader.next())
    }
}

extension PlacedItem.Kind: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .address(let address):
            writer.write(UInt8(1))
            writer.append(address)
        case .route(let route, let devices):
            writer.write(UInt8(2))
            writer.append(route)
            writer.write(devices.keys.sorted()) { writer, name in
                writer.write(name)
                writer.write(devices[name] ?? 0)
            }
        case .rule(let rule):
            writer.write(UInt8(3))
            writer.append(rule)
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1:
            self = .address(try reader.next())
        case 2:
            let route: Route = try reader.next()
            let pairs = try reader.list { (reader: inout WireReader) throws(WireError) in
                (try reader.string(), try reader.integer(Int32.self))
            }
            self = .route(route, devices: Dictionary(pairs) { first, _ in first })
        case 3:
            self = .rule(try reader.next())
        default:
            throw .malformed
        }
    }
}

extension ItemOutcome: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.item)
        switch self.result {
        case .set: writer.write(UInt8(1))
        case .existed: writer.write(UInt8(2))
        case .refused(let reason):
            writer.write(UInt8(3))
            writer.write(reason)
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        let item: PlacedItem = try reader.next()
        switch try reader.integer(UInt8.self) {
        case 1: self.init(item, .set)
        case 2: self.init(item, .existed)
        case 3: self.init(item, .refused(try reader.next()))
        default: throw .malformed
        }
    }
}

extension ItemOwner: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .node: writer.append(String?.none)
        case .instance(let name): writer.append(String?.some(name))
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self = try reader.next(String?.self).map(ItemOwner.instance) ?? .node
    }
}

extension ListeningPlace: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.interfaceIndex)
        writer.append(self.family)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(interfaceIndex: try reader.next(), family: try reader.next())
    }
}
