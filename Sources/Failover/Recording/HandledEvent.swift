import Checks
package import VRRP

/// An event, when it was handled, and what the node made of it.
package struct HandledEvent: Hashable, Sendable {
    package var event: RecordedEvent
    package var at: Instant
    package var utc: UTCTime
    /// Each as ``CanonicalText`` has it, in their order.
    package var effects: [String]

    package init(_ event: RecordedEvent, at: Instant, utc: UTCTime, effects: [String]) {
        self.event = event
        self.at = at
        self.utc = utc
        self.effects = effects
    }

    func write(to writer: inout WireWriter) {
        writer.write(self.at.nanoseconds)
        writer.write(self.utc.nanoseconds)
        self.event.write(to: &writer)
        writer.write(self.effects) { $0.write($1) }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.at = Instant(nanoseconds: try reader.integer())
        self.utc = UTCTime(nanoseconds: try reader.integer())
        self.event = try RecordedEvent(reading: &reader)
        self.effects = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
    }
}
