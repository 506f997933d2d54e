/// What the checker tells the router. One message is one packet of their socket pair.
public enum CheckerMessage: Hashable, Sendable {
    /// First message of a checker process: it has read its configuration and starts to check.
    case started(generation: UInt32)
    case report(CheckReport)
    /// Several at a time, in order: one packet for what came in within some milliseconds.
    case reports([CheckReport])
    /// Lines of a FIFO that nobody could be told since this checker process began.
    case fifoLosses(path: String, lines: UInt64)

    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .started(let generation):
            writer.write(UInt8(1))
            writer.write(generation)
        case .report(let report):
            writer.write(UInt8(2))
            report.write(to: &writer)
        case .reports(let reports):
            writer.write(UInt8(3))
            writer.write(reports) { $1.write(to: &$0) }
        case .fifoLosses(let path, let lines):
            writer.write(UInt8(4))
            writer.write(path)
            writer.write(lines)
        }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1:
            self = .started(generation: try reader.integer())
        case 2:
            self = .report(try CheckReport(reading: &reader))
        case 3:
            self = .reports(
                try reader.list { (reader: inout WireReader) throws(WireError) in try CheckReport(reading: &reader) }
            )
        case 4:
            self = .fifoLosses(path: try reader.string(), lines: try reader.integer())
        default:
            throw .malformed
        }
        try reader.finish()
    }
}
