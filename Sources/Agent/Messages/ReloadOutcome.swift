import Checks

/// What came of a request to read the configuration again.
struct ReloadOutcome: Hashable, Sendable {
    /// Whether the files are good; the router may still be putting them in force.
    var isAccepted: Bool
    /// The configuration that is, or will be, in force.
    var generation: UInt32
    /// In one sentence.
    var summary: String
    /// What is wrong with the files, or remarkable in them, each as an operator reads it.
    var diagnostics: [String]
    /// How many more there are.
    var omitted: UInt32 = 0

    /// Bytes of diagnostics that are passed on; a message between processes is one packet.
    static let limit = 32_768

    init(isAccepted: Bool, generation: UInt32, summary: String, diagnostics: [String]) {
        self.isAccepted = isAccepted
        self.generation = generation
        self.summary = summary
        var size = 0
        self.diagnostics = Array(
            diagnostics.prefix { text in
                size += text.utf8.count + 4
                return size <= Self.limit
            }
        )
        self.omitted = UInt32(clamping: diagnostics.count - self.diagnostics.count)
    }

    func write(to writer: inout WireWriter) {
        writer.write(self.isAccepted)
        writer.write(self.generation)
        writer.write(self.summary)
        writer.write(self.diagnostics) { $0.write($1) }
        writer.write(self.omitted)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.isAccepted = try reader.boolean()
        self.generation = try reader.integer()
        self.summary = try reader.string()
        self.diagnostics = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
        self.omitted = try reader.integer()
    }
}
