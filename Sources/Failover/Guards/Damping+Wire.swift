import Checks
import VRRP

extension Damping.Memory {
    func write(to writer: inout WireWriter) {
        writer.write(self.penalty.rawValue)
        writer.write(self.asOf.nanoseconds)
        writer.write(Int64(self.moves))
        writer.write(self.firstMove.nanoseconds)
        writer.write(self.spell) { (writer: inout WireWriter, spell: Damping.Spell) in
            writer.write(spell.since.nanoseconds)
            writer.write(spell.until.nanoseconds)
            writer.write(spell.countedPriority) { (writer: inout WireWriter, priority: Priority) in
                writer.write(priority.rawValue)
            }
        }
    }

    /// - Throws: ``WireError`` where the bytes are no memory.
    init(reading reader: inout WireReader) throws(WireError) {
        let penalty = DampingPenalty(rawValue: try reader.integer())
        self.init(asOf: Instant(nanoseconds: try reader.integer()))
        self.penalty = penalty
        self.moves = Int(min(max(0, try reader.integer(Int64.self)), 1_000_000))
        self.firstMove = Instant(nanoseconds: try reader.integer())
        self.spell = try reader.optional { (reader: inout WireReader) throws(WireError) in
            var spell = Damping.Spell(
                since: Instant(nanoseconds: try reader.integer()),
                until: Instant(nanoseconds: try reader.integer())
            )
            spell.countedPriority = try reader.optional { (reader: inout WireReader) throws(WireError) in
                Priority(rawValue: try reader.integer())
            }
            return spell
        }
    }
}

extension HeardMaster {
    func write(to writer: inout WireWriter) {
        writer.write(self.address.bytes)
        writer.write(self.priority.rawValue)
        writer.write(self.highest.rawValue)
        writer.write(self.isWorse)
        writer.write(self.isReturnTold)
    }

    /// - Throws: ``WireError`` where the bytes are no master.
    init(reading reader: inout WireReader) throws(WireError) {
        guard let address = IPAddress(networkOrder: try reader.byteArray()) else { throw WireError.malformed }
        self.init(
            address: address,
            priority: Priority(rawValue: try reader.integer()),
            highest: Priority(rawValue: try reader.integer()),
            isWorse: try reader.boolean(),
            isReturnTold: try reader.boolean()
        )
    }
}

extension HeardPriorities.Entry {
    func write(to writer: inout WireWriter) {
        writer.write(self.address.bytes)
        writer.write(self.highest.rawValue)
    }

    /// - Throws: ``WireError`` where the bytes are no entry.
    init(reading reader: inout WireReader) throws(WireError) {
        guard let address = IPAddress(networkOrder: try reader.byteArray()) else { throw WireError.malformed }
        self.init(address: address, highest: Priority(rawValue: try reader.integer()))
    }
}
