import Checks
import Configuration
import Routing
import VRRP

extension NetworkItem: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.kind)
        writer.append(self.text)
        writer.append(self.location)
        writer.append(self.isTracked)
        writer.append(self.trackGroup)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(try reader.next(), text: try reader.next(), location: try reader.next())
        self.isTracked = try reader.next()
        self.trackGroup = try reader.next()
    }
}

extension NetworkItem.Kind: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .address(let address):
            writer.write(UInt8(1))
            writer.append(address)
        case .route(let route):
            writer.write(UInt8(2))
            writer.append(route)
        case .rule(let rule):
            writer.write(UInt8(3))
            writer.append(rule)
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .address(try reader.next())
        case 2: self = .route(try reader.next())
        case 3: self = .rule(try reader.next())
        default: throw .malformed
        }
    }
}

extension VirtualAddress: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.address)
        writer.append(self.prefixLength)
        writer.append(self.device)
        writer.append(self.label)
        writer.append(self.scope)
        writer.append(self.broadcast)
        writer.append(self.options)
        writer.append(self.isTracked)
        writer.append(self.usesVMAC)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(
            address: try reader.next(),
            prefixLength: try reader.next(),
            device: try reader.next(),
            label: try reader.next(),
            scope: try reader.next(),
            broadcast: try reader.next()
        )
        self.options = try reader.next()
        self.isTracked = try reader.next()
        self.usesVMAC = try reader.next()
    }
}

extension SourceLocation: WireValue {
    func write(to writer: inout WireWriter) {
        writer.write(self.file)
        writer.write(Int64(self.line))
        writer.write(Int64(self.column))
    }

    init(reading reader: inout WireReader) throws(WireError) {
        let file = try reader.string()
        let line = Int(try reader.integer(Int64.self))
        self.init(file: file, line: line, column: Int(try reader.integer(Int64.self)))
    }
}
