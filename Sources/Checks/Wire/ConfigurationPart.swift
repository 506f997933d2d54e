/// A piece of a configuration on its way to another process: a whole one is larger than a packet may be.
public struct ConfigurationPart: Hashable, Sendable {
    public var generation: UInt32
    public var bytes: [UInt8]
    /// The configuration is complete with this one.
    public var isLast: Bool

    /// Bytes in one part; with what stands before them, a message stays within 64 KiB.
    public static let limit = 65_536 - 16

    public init(generation: UInt32, bytes: [UInt8], isLast: Bool) {
        self.generation = generation
        self.bytes = bytes
        self.isLast = isLast
    }

    /// The parts of a whole configuration, in order; at least one.
    public static func parts(of bundle: [UInt8], generation: UInt32) -> [ConfigurationPart] {
        var parts: [ConfigurationPart] = []
        var start = 0
        repeat {
            let end = min(start + Self.limit, bundle.count)
            let bytes = Array(bundle[start..<end])
            parts.append(ConfigurationPart(generation: generation, bytes: bytes, isLast: end == bundle.count))
            start = end
        } while start < bundle.count
        return parts
    }

    public func write(to writer: inout WireWriter) {
        writer.write(self.generation)
        writer.write(self.isLast)
        writer.write(self.bytes)
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        self.generation = try reader.integer()
        self.isLast = try reader.boolean()
        self.bytes = try reader.byteArray()
    }
}
