package import Checks
import Configuration

/// What happened to a node, as a recording has it: a configuration stands there as the text it was read from, with all
/// that its parsing asked of the host, so that any machine reads the same out of it.
package enum RecordedEvent: Hashable, Sendable {
    case event(Event)
    /// - sources: A ``SourceBundle``, encoded.
    case reload(sources: [UInt8], generation: UInt32)

    /// - Parameter sources: Of the configuration, where the event is a reload.
    package init(_ event: Event, sources: [UInt8]) {
        if case .reload(_, let generation) = event {
            self = .reload(sources: sources, generation: generation)
        } else {
            self = .event(event)
        }
    }

    /// The event to be handled; nil where the configuration does not load.
    package var event: Event? {
        switch self {
        case .event(let event):
            return event
        case .reload(let sources, let generation):
            guard let bundle = try? SourceBundle(decoding: sources), let configuration = bundle.parsed().configuration
            else { return nil }
            return .reload(configuration, generation: generation)
        }
    }

    private static let reloadTag: UInt8 = 29

    package func write(to writer: inout WireWriter) {
        switch self {
        case .event(let event):
            event.write(to: &writer)
        case .reload(let sources, let generation):
            writer.write(Self.reloadTag)
            writer.write(generation)
            writer.write(sources)
        }
    }

    package init(reading reader: inout WireReader) throws(WireError) {
        let tag: UInt8 = try reader.integer()
        guard tag != Self.reloadTag else {
            let generation: UInt32 = try reader.integer()
            self = .reload(sources: try reader.byteArray(), generation: generation)
            return
        }
        self = .event(try Event(tag: tag, reading: &reader))
    }
}

extension RecordedEvent: CustomStringConvertible {
    /// Everything in it but the text of a configuration.
    package var description: String {
        switch self {
        case .event(let event): CanonicalText.of(event)
        case .reload(_, let generation): "reload(generation: \(generation))"
        }
    }
}
