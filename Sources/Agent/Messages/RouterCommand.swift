import Checks

/// What the supervisor tells the router. One message is one packet of their socket pair.
enum RouterCommand: Hashable, Sendable {
    /// A piece of a new configuration; in force when the last one is there.
    case configuration(ConfigurationPart)
    /// A piece of what will probably be the next configuration, to be parsed and kept until ``good(generation:)``,
    /// ``refused(generation:)`` or another configuration comes.
    case tentative(ConfigurationPart)
    /// The tentative configuration of this number is to be put in force.
    case good(generation: UInt32)
    /// The tentative configuration of this number is to be forgotten.
    case refused(generation: UInt32)
    case stop
    case stopNow
    /// End and leave everything as it is: `-V`.
    case leave
    case checkerStarted
    case checkerExited
    /// What came of the reload that a request with this number asked for.
    case reloadOutcome(request: UInt64, ReloadOutcome)
    /// What became of keeping the maintenance of that revision; the text says why it is not kept.
    case maintenanceKept(revision: UInt64, failure: String?)
    /// Write a file about the node.
    case dump(DumpRequest)

    func encoded() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .configuration(let part):
            writer.write(UInt8(1))
            part.write(to: &writer)
        case .tentative(let part):
            writer.write(UInt8(8))
            part.write(to: &writer)
        case .good(let generation):
            writer.write(UInt8(9))
            writer.write(generation)
        case .refused(let generation):
            writer.write(UInt8(10))
            writer.write(generation)
        case .stop: writer.write(UInt8(2))
        case .stopNow: writer.write(UInt8(3))
        case .leave: writer.write(UInt8(6))
        case .checkerStarted: writer.write(UInt8(4))
        case .checkerExited: writer.write(UInt8(5))
        case .reloadOutcome(let request, let outcome):
            writer.write(UInt8(16))
            writer.write(request)
            outcome.write(to: &writer)
        case .maintenanceKept(let revision, let failure):
            writer.write(UInt8(20))
            writer.write(revision)
            writer.write(failure) { $0.write($1) }
        case .dump(let request):
            writer.write(UInt8(7))
            writer.write(request.rawValue)
        }
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1: self = .configuration(try ConfigurationPart(reading: &reader))
        case 2: self = .stop
        case 3: self = .stopNow
        case 4: self = .checkerStarted
        case 5: self = .checkerExited
        case 6: self = .leave
        case 8: self = .tentative(try ConfigurationPart(reading: &reader))
        case 9: self = .good(generation: try reader.integer())
        case 10: self = .refused(generation: try reader.integer())
        case 16:
            let request: UInt64 = try reader.integer()
            self = .reloadOutcome(request: request, try ReloadOutcome(reading: &reader))
        case 20:
            let revision: UInt64 = try reader.integer()
            let failure = try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.string() }
            self = .maintenanceKept(revision: revision, failure: failure)
        case 7:
            guard let request = DumpRequest(rawValue: try reader.integer()) else { throw .malformed }
            self = .dump(request)
        default: throw .malformed
        }
        try reader.finish()
    }
}
