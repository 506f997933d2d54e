package import Checks
import VRRP

extension NodeSnapshot {
    package func encoded() -> [UInt8] {
        var writer = WireWriter()
        writer.write(self.instances) { (writer: inout WireWriter, instance: InstanceSnapshot) in
            writer.write(instance.name)
            switch instance.state {
            case .master:
                writer.write(UInt16(0xffff))
            case .backup(let interval):
                writer.write(UInt16(clamping: interval.centiseconds))
            case .other:
                writer.write(UInt16(0))
            }
            writer.write(instance.sequence) { $0.write($1.rawValue) }
            writer.write(instance.marks) { (writer: inout WireWriter, mark: ReplayGuard.Mark) in
                writer.write(mark.source.bytes)
                writer.write(mark.sequence.rawValue)
            }
            writer.write(instance.damping) { $1.write(to: &$0) }
            writer.write(instance.heardMaster) { $1.write(to: &$0) }
            writer.write(instance.heardPriorities) { $1.write(to: &$0) }
            writer.write(instance.lastResort) { $1.write(to: &$0) }
            writer.write(instance.graces.sorted { $0.key < $1.key }) { (writer: inout WireWriter, grace) in
                writer.write(grace.key)
                grace.value.write(to: &writer)
            }
        }
        writer.write(self.checks) { (writer: inout WireWriter, check: CheckSnapshot) in
            writer.write(check.name)
            check.hysteresis.write(to: &writer)
            writer.write(check.isIgnored)
            writer.write(check.isBlocked)
            writer.write(check.score) { $0.write(Int64($1)) }
            writer.write(check.lastOutcome) { (writer: inout WireWriter, outcome: CheckOutcome) in
                outcome.write(to: &writer)
            }
        }
        writer.write(self.holdUntil) { $0.write($1.nanoseconds) }
        writer.write(Array(self.maintenance.text.utf8))
        var drains = MaintenanceList()
        drains.named = self.drains
        writer.write(Array(drains.text.utf8))
        writer.write(self.drill) { $1.write(to: &$0) }
        writer.write(self.interfaces) { $0.write($1) }
        writer.write(self.settings) { (writer: inout WireWriter, setting: ChangedSetting) in
            setting.write(to: &writer)
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        self.instances = try reader.list { (reader: inout WireReader) throws(WireError) in
            let name = try reader.string()
            let number = try reader.integer(UInt16.self)
            let state: InstanceState
            switch number {
            case 0xffff:
                state = .master
            case 0:
                state = .other
            default:
                guard let interval = AdvertisementInterval(centiseconds: Int(number)) else {
                    throw WireError.malformed
                }
                state = .backup(masterInterval: interval)
            }
            let sequence = try reader.optional { (reader: inout WireReader) throws(WireError) in
                MessageSequence(rawValue: try reader.integer())
            }
            let marks = try reader.list { (reader: inout WireReader) throws(WireError) in
                guard let source = IPAddress(networkOrder: try reader.byteArray()) else { throw WireError.malformed }
                return ReplayGuard.Mark(source: source, sequence: MessageSequence(rawValue: try reader.integer()))
            }
            let damping = try reader.optional { (reader: inout WireReader) throws(WireError) in
                try Damping.Memory(reading: &reader)
            }
            let heardMaster = try reader.optional { (reader: inout WireReader) throws(WireError) in
                try HeardMaster(reading: &reader)
            }
            let heardPriorities = try reader.list { (reader: inout WireReader) throws(WireError) in
                try HeardPriorities.Entry(reading: &reader)
            }
            let lastResort = try reader.optional { (reader: inout WireReader) throws(WireError) in
                try LastResortSnapshot(reading: &reader)
            }
            let graces = try reader.list { (reader: inout WireReader) throws(WireError) in
                (name: try reader.string(), grace: try Grace(reading: &reader))
            }
            return InstanceSnapshot(
                name: name,
                state: state,
                sequence: sequence,
                marks: marks,
                damping: damping,
                heardMaster: heardMaster,
                heardPriorities: heardPriorities,
                lastResort: lastResort,
                graces: Dictionary(graces.map { ($0.name, $0.grace) }) { first, _ in first }
            )
        }
        self.checks = try reader.list { (reader: inout WireReader) throws(WireError) in
            CheckSnapshot(
                name: try reader.string(),
                hysteresis: try Hysteresis(reading: &reader),
                isIgnored: try reader.boolean(),
                isBlocked: try reader.boolean(),
                score: try reader.optional { (reader: inout WireReader) throws(WireError) in
                    Int(try reader.integer(Int64.self))
                },
                lastOutcome: try reader.optional { (reader: inout WireReader) throws(WireError) in
                    try CheckOutcome(reading: &reader)
                }
            )
        }
        self.holdUntil = try reader.optional { (reader: inout WireReader) throws(WireError) in
            Instant(nanoseconds: try reader.integer(Int64.self))
        }
        let maintenance = try reader.byteArray()
        let drains = try reader.byteArray()
        do throws(MaintenanceList.TextError) {
            self.maintenance = try MaintenanceList(parsing: maintenance)
            self.drains = try MaintenanceList(parsing: drains).named
        } catch {
            throw WireError.malformed
        }
        self.drill = try reader.optional { (reader: inout WireReader) throws(WireError) in
            try Drill(reading: &reader)
        }
        self.interfaces = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
        self.settings = try reader.list { (reader: inout WireReader) throws(WireError) in
            try ChangedSetting(reading: &reader)
        }
        try reader.finish()
    }
}
