extension CheckOptions {
    public func write(to writer: inout WireWriter) {
        writer.write(self.arguments) { $0.write($1) }
        self.argument.write(to: &writer)
        // In a fixed order, so that equal options are equal bytes.
        writer.write(self.values.sorted { $0.key < $1.key }) {
            (writer: inout WireWriter, entry: (key: String, value: OptionValue)) in
            writer.write(entry.key)
            entry.value.write(to: &writer)
        }
        writer.write(self.entries) { (writer: inout WireWriter, entry: Entry) in
            writer.write(entry.name)
            entry.value.write(to: &writer)
        }
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        let arguments = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
        let argument = try OptionValue(reading: &reader)
        let values = try Self.entries(&reader)
        self.init(
            arguments: arguments,
            argument: argument,
            values: Dictionary(values.map { ($0.name, $0.value) }) { _, last in last },
            entries: try Self.entries(&reader)
        )
    }

    private static func entries(_ reader: inout WireReader) throws(WireError) -> [Entry] {
        try reader.list { (reader: inout WireReader) throws(WireError) in
            Entry(name: try reader.string(), value: try OptionValue(reading: &reader))
        }
    }
}
