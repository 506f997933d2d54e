package import Checks

extension ChangedSetting {
    package func write(to writer: inout WireWriter) {
        writer.write(self.name)
        writer.write(Int64(self.original))
        writer.write(Int64(self.value))
    }

    package init(reading reader: inout WireReader) throws(WireError) {
        self.name = try reader.string()
        self.original = Int(try reader.integer(Int64.self))
        self.value = Int(try reader.integer(Int64.self))
    }
}
