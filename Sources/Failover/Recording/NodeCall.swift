package import Checks

/// One entry of a recording: what a router process told its node.
package enum NodeCall: Hashable, Sendable {
    case began(NodeBeginning)
    case handled(HandledEvent)
    /// The statistics were written and count from zero.
    case clearedCounters
    case ended(RecordingEnd)

    package func encoded() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .began(let beginning):
            writer.write(UInt8(1))
            beginning.write(to: &writer)
        case .handled(let event):
            writer.write(UInt8(2))
            event.write(to: &writer)
        case .clearedCounters:
            writer.write(UInt8(3))
        case .ended(let end):
            writer.write(UInt8(4))
            writer.write(end.rawValue)
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1: self = .began(try NodeBeginning(reading: &reader))
        case 2: self = .handled(try HandledEvent(reading: &reader))
        case 3: self = .clearedCounters
        case 4:
            guard let end = RecordingEnd(rawValue: try reader.integer()) else { throw .malformed }
            self = .ended(end)
        default: throw .malformed
        }
        try reader.finish()
    }
}
