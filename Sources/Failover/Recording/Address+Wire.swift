import Checks
import Routing
import VRRP

extension IPAddress: WireValue {
    func write(to writer: inout WireWriter) { writer.write(self.bytes) }

    init(reading reader: inout WireReader) throws(WireError) {
        guard let address = IPAddress(networkOrder: try reader.byteArray()) else { throw .malformed }
        self = address
    }
}

extension IPv4Address: WireValue {
    func write(to writer: inout WireWriter) { writer.write(self.rawValue) }
    init(reading reader: inout WireReader) throws(WireError) { self.init(rawValue: try reader.integer()) }
}

extension IPv6Address: WireValue {
    func write(to writer: inout WireWriter) { writer.write(self.rawValue) }
    init(reading reader: inout WireReader) throws(WireError) { self.init(rawValue: try reader.integer()) }
}

extension MACAddress: WireValue {
    func write(to writer: inout WireWriter) { writer.write(self.rawValue) }
    init(reading reader: inout WireReader) throws(WireError) { self.init(rawValue: try reader.integer()) }
}

extension AddressFamily: WireValue {
    func write(to writer: inout WireWriter) {
        switch self {
        case .ipv4: writer.write(UInt8(4))
        case .ipv6: writer.write(UInt8(6))
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 4: self = .ipv4
        case 6: self = .ipv6
        default: throw .malformed
        }
    }
}

extension AddressPrefix: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.address)
        writer.append(self.length)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        let address: IPAddress = try reader.next()
        self.init(address, length: try reader.next())
    }
}

extension AddressOptions: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.peer)
        writer.append(self.isHome)
        writer.append(self.detectsDuplicates)
        writer.append(self.managesTemporaryAddresses)
        writer.append(self.hasNoPrefixRoute)
        writer.append(self.joinsGroup)
        writer.append(self.preferredLifetime)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init()
        self.peer = try reader.next()
        self.isHome = try reader.next()
        self.detectsDuplicates = try reader.next()
        self.managesTemporaryAddresses = try reader.next()
        self.hasNoPrefixRoute = try reader.next()
        self.joinsGroup = try reader.next()
        self.preferredLifetime = try reader.next()
    }
}
