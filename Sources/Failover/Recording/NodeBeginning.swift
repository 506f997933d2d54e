import Checks
package import Configuration
package import VRRP

/// What a node began with: the life of one router process.
package struct NodeBeginning: Hashable, Sendable {
    /// The version of the program.
    package var build: String
    /// A ``SourceBundle``, encoded.
    package var sources: [UInt8]
    package var generation: UInt32
    package var at: Instant
    /// What an agent that was killed has left on the host.
    package var changes: HostChanges
    /// Of the router process before; nil at the first start.
    package var snapshot: [UInt8]?
    /// What was kept of it, which only the first process asks for; the others have it in the snapshot.
    package var maintenance: MaintenanceList
    /// The wall clock's reading.
    package var utc: UTCTime

    package init(
        build: String,
        sources: [UInt8],
        generation: UInt32,
        at: Instant,
        changes: HostChanges = HostChanges(),
        snapshot: [UInt8]? = nil,
        maintenance: MaintenanceList = MaintenanceList(),
        utc: UTCTime = UTCTime(nanoseconds: 0)
    ) {
        self.build = build
        self.sources = sources
        self.generation = generation
        self.at = at
        self.changes = changes
        self.snapshot = snapshot
        self.maintenance = maintenance
        self.utc = utc
    }

    /// The node of a configuration, as every router process makes it.
    package func node(of configuration: AgentConfiguration) -> Node {
        var node = Node(configuration: configuration, generation: self.generation, at: self.at)
        node.adopt(self.changes)
        if let snapshot = self.snapshot, let decoded = try? NodeSnapshot(decoding: snapshot) {
            node.restore(decoded, at: self.at)
        } else {
            node.adopt(self.maintenance, utc: self.utc)
        }
        return node
    }

    /// The same of the recorded sources; nil where they do not load.
    package var node: Node? {
        guard let bundle = try? SourceBundle(decoding: self.sources), let configuration = bundle.parsed().configuration
        else { return nil }
        return self.node(of: configuration)
    }

    func write(to writer: inout WireWriter) {
        writer.write(self.build)
        writer.write(self.sources)
        writer.write(self.generation)
        writer.write(self.at.nanoseconds)
        self.changes.write(to: &writer)
        writer.write(self.snapshot) { $0.write($1) }
        writer.write(self.maintenance.text)
        writer.write(self.utc.nanoseconds)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.build = try reader.string()
        self.sources = try reader.byteArray()
        self.generation = try reader.integer()
        self.at = Instant(nanoseconds: try reader.integer())
        self.changes = try HostChanges(reading: &reader)
        self.snapshot = try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.byteArray() }
        let maintenance = try reader.string()
        guard let list = try? MaintenanceList(parsing: maintenance.utf8) else { throw .malformed }
        self.maintenance = list
        self.utc = UTCTime(nanoseconds: try reader.integer())
    }
}
