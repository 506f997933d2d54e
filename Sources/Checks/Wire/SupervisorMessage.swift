/// What the supervisor tells the checker. One message is one packet of their socket pair.
///
/// A configuration is larger than a packet may be, so it travels in parts that are joined until one says it is the
/// last. The checker answers a complete one with ``CheckerMessage/started(generation:)``.
public enum SupervisorMessage: Hashable, Sendable {
    case configuration(generation: UInt32, part: [UInt8], isLast: Bool)
    case stop

    /// Bytes of configuration in one message; with what stands before them, a message stays within 64 KiB.
    public static let partLimit = 65_536 - 16

    /// The messages that carry a whole configuration, in order; at least one.
    public static func parts(of bundle: [UInt8], generation: UInt32) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        var start = 0
        repeat {
            let end = min(start + Self.partLimit, bundle.count)
            let part = Array(bundle[start..<end])
            let isLast = end == bundle.count
            messages.append(Self.configuration(generation: generation, part: part, isLast: isLast).encoded())
            start = end
        } while start < bundle.count
        return messages
    }

    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .configuration(let generation, let part, let isLast):
            writer.write(UInt8(1))
            writer.write(generation)
            writer.write(isLast)
            writer.write(part)
        case .stop:
            writer.write(UInt8(2))
        }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1:
            let generation: UInt32 = try reader.integer()
            let isLast = try reader.boolean()
            self = .configuration(generation: generation, part: try reader.byteArray(), isLast: isLast)
        case 2:
            self = .stop
        default:
            throw .malformed
        }
        try reader.finish()
    }
}
