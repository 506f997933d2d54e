/// What the supervisor tells the checker. One message is one packet of their socket pair.
///
/// The parts of a configuration are joined until one says it is the last. The checker answers a complete one with
/// ``CheckerMessage/started(generation:)``.
public enum SupervisorMessage: Hashable, Sendable {
    case configuration(ConfigurationPart)
    case stop

    /// The messages that carry a whole configuration, in order; at least one.
    public static func parts(of bundle: [UInt8], generation: UInt32) -> [[UInt8]] {
        ConfigurationPart.parts(of: bundle, generation: generation).map { Self.configuration($0).encoded() }
    }

    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .configuration(let part):
            writer.write(UInt8(1))
            part.write(to: &writer)
        case .stop:
            writer.write(UInt8(2))
        }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1: self = .configuration(try ConfigurationPart(reading: &reader))
        case 2: self = .stop
        default: throw .malformed
        }
        try reader.finish()
    }
}
