import Checks
import VRRP

/// A drill that is under way, for the next process of the router; the clock of its times outlives the process.
extension Drill {
    /// Writes nothing that could be read of a drill that has ended.
    func write(to writer: inout WireWriter) {
        writer.write(self.instance)
        writer.write(self.members) { $0.write($1) }
        writer.write(self.reason)
        writer.write(self.by.name) { $0.write($1) }
        writer.write(self.by.userID)
        writer.write(self.beganAt.nanoseconds)
        writer.write(self.returnAfter)
        writer.write(self.holder) { (writer: inout WireWriter, holder: VirtualRouter.Peer) in
            writer.write(holder.address.bytes)
            writer.write(holder.priority.rawValue)
            writer.write(holder.lastHeard.nanoseconds)
        }
        writer.write(self.handover) { $0.write($1) }
        switch self.phase {
        case .offering:
            writer.write(UInt8(0))
        case .away(let until):
            writer.write(UInt8(1))
            writer.write(until.nanoseconds)
        case .returning(let since, let until):
            writer.write(UInt8(2))
            writer.write(since.nanoseconds)
            writer.write(until.nanoseconds)
        case .ended:
            writer.write(UInt8(3))
        }
    }

    /// - Throws: ``WireError`` where the bytes are no drill that is under way.
    init(reading reader: inout WireReader) throws(WireError) {
        let instance = try reader.string()
        let members = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
        let reason = try reader.string()
        let name = try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.string() }
        self.init(
            instance: instance,
            members: members,
            reason: reason,
            by: Operator(name: name, userID: try reader.integer()),
            beganAt: Instant(nanoseconds: try reader.integer()),
            returnAfter: try reader.duration(),
            entry: nil
        )
        self.holder = try reader.optional { (reader: inout WireReader) throws(WireError) in
            guard let address = IPAddress(networkOrder: try reader.byteArray()) else { throw WireError.malformed }
            return VirtualRouter.Peer(
                address: address,
                priority: Priority(rawValue: try reader.integer()),
                lastHeard: Instant(nanoseconds: try reader.integer())
            )
        }
        self.handover = try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.duration() }
        switch try reader.integer(UInt8.self) {
        case 0:
            self.phase = .offering
        case 1:
            self.phase = .away(until: Instant(nanoseconds: try reader.integer()))
        case 2:
            self.phase = .returning(
                since: Instant(nanoseconds: try reader.integer()),
                until: Instant(nanoseconds: try reader.integer())
            )
        default:
            throw WireError.malformed
        }
    }
}
