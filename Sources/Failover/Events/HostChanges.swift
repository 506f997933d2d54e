package import Checks

/// What an agent has set up on its host beside addresses, routes and rules, which are found by the configuration: what
/// the next agent is to put back if every process of this one is killed, whatever its configuration says then.
package struct HostChanges: Hashable, Sendable {
    /// Kernel parameters and their originals.
    package var settings: [ChangedSetting] = []
    package var interfaces: [MadeInterface] = []
    /// Tables of the packet filter that have rules.
    package var tables: [String] = []

    package init() {}

    package var isEmpty: Bool { self == HostChanges() }

    package func write(to writer: inout WireWriter) {
        writer.write(self.settings) { (writer: inout WireWriter, setting: ChangedSetting) in
            setting.write(to: &writer)
        }
        writer.write(self.interfaces) { (writer: inout WireWriter, interface: MadeInterface) in
            writer.write(interface.name)
            writer.write(interface.index)
        }
        writer.write(self.tables) { $0.write($1) }
    }

    package init(reading reader: inout WireReader) throws(WireError) {
        self.settings = try reader.list { (reader: inout WireReader) throws(WireError) in
            try ChangedSetting(reading: &reader)
        }
        self.interfaces = try reader.list { (reader: inout WireReader) throws(WireError) in
            MadeInterface(name: try reader.string(), index: try reader.integer())
        }
        self.tables = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
    }
}
