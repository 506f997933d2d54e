import Checks
import Configuration
import Failover

/// What the router tells the supervisor. One message is one packet of their socket pair.
enum RouterReport: Hashable, Sendable {
    /// It competes.
    case ready
    case log(level: LogLine.Level, wallNanoseconds: Int64, text: String, instance: String?)
    /// A piece of a `NodeSnapshot`; the whole one counts.
    case snapshot(part: [UInt8], isLast: Bool)
    /// Everything that is to be put back, for a successor after the death of all processes.
    case changes(HostChanges)
    /// An operator asks for a reload; the answer names this number.
    case reloadWanted(request: UInt64)
    /// A piece of the text of a `MaintenanceList`, to be kept on the disk; the answer names the revision.
    case maintenance(revision: UInt64, part: [UInt8], isLast: Bool)
    /// A piece of a file to be written; the whole one counts.
    case dump(DumpFile, part: [UInt8], isLast: Bool)

    func encoded() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .ready:
            writer.write(UInt8(1))
        case .log(let level, let wallNanoseconds, let text, let instance):
            writer.write(UInt8(2))
            writer.write(level.rawValue)
            writer.write(wallNanoseconds)
            writer.write(text)
            writer.write(instance) { $0.write($1) }
        case .snapshot(let part, let isLast):
            writer.write(UInt8(3))
            writer.write(isLast)
            writer.write(part)
        case .changes(let changes):
            writer.write(UInt8(4))
            changes.write(to: &writer)
        case .reloadWanted(let request):
            writer.write(UInt8(16))
            writer.write(request)
        case .maintenance(let revision, let part, let isLast):
            writer.write(UInt8(20))
            writer.write(revision)
            writer.write(isLast)
            writer.write(part)
        case .dump(let file, let part, let isLast):
            writer.write(UInt8(5))
            writer.write(file.rawValue)
            writer.write(isLast)
            writer.write(part)
        }
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1:
            self = .ready
        case 2:
            guard let level = LogLine.Level(rawValue: try reader.integer()) else { throw .malformed }
            let wallNanoseconds: Int64 = try reader.integer()
            let text = try reader.string()
            let instance = try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.string() }
            self = .log(level: level, wallNanoseconds: wallNanoseconds, text: text, instance: instance)
        case 3:
            let isLast = try reader.boolean()
            self = .snapshot(part: try reader.byteArray(), isLast: isLast)
        case 4:
            self = .changes(try HostChanges(reading: &reader))
        case 16:
            self = .reloadWanted(request: try reader.integer())
        case 20:
            let revision: UInt64 = try reader.integer()
            let isLast = try reader.boolean()
            self = .maintenance(revision: revision, part: try reader.byteArray(), isLast: isLast)
        case 5:
            guard let file = DumpFile(rawValue: try reader.integer()) else { throw .malformed }
            let isLast = try reader.boolean()
            self = .dump(file, part: try reader.byteArray(), isLast: isLast)
        default:
            throw .malformed
        }
        try reader.finish()
    }

    /// The messages that carry a whole snapshot, in order.
    static func parts(ofSnapshot bytes: [UInt8]) -> [RouterReport] {
        self.parts(of: bytes) { .snapshot(part: $0, isLast: $1) }
    }

    /// The messages that carry a whole file, in order.
    static func parts(of file: DumpFile, text: [UInt8]) -> [RouterReport] {
        self.parts(of: text) { .dump(file, part: $0, isLast: $1) }
    }

    /// The messages that carry what is in maintenance, in order.
    static func parts(ofMaintenance text: [UInt8], revision: UInt64) -> [RouterReport] {
        self.parts(of: text) { .maintenance(revision: revision, part: $0, isLast: $1) }
    }

    private static func parts(
        of bytes: [UInt8],
        make: (_ part: [UInt8], _ isLast: Bool) -> RouterReport
    ) -> [RouterReport] {
        var parts: [RouterReport] = []
        var start = 0
        repeat {
            let end = min(start + partLimit, bytes.count)
            parts.append(make(Array(bytes[start..<end]), end == bytes.count))
            start = end
        } while start < bytes.count
        return parts
    }

    private static let partLimit = 32_768
}
