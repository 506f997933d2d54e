import Checks
import VRRP

extension InterfaceState: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.name)
        writer.append(self.index)
        writer.append(self.isUp)
        writer.append(self.hardwareAddress)
        writer.append(self.addresses)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(
            name: try reader.next(),
            index: try reader.next(),
            isUp: try reader.next(),
            hardwareAddress: try reader.next(),
            addresses: try reader.next()
        )
    }
}

extension AssignedAddress: WireValue {
    func write(to writer: inout WireWriter) {
        writer.append(self.address)
        writer.append(self.prefixLength)
        switch self.standing {
        case .ready: writer.write(UInt8(1))
        case .tentative: writer.write(UInt8(2))
        case .duplicate: writer.write(UInt8(3))
        }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        let address: IPAddress = try reader.next()
        let length: UInt8 = try reader.next()
        let standing: Standing
        switch try reader.integer(UInt8.self) {
        case 1: standing = .ready
        case 2: standing = .tentative
        case 3: standing = .duplicate
        default: throw .malformed
        }
        self.init(address: address, prefixLength: length, standing: standing)
    }
}
