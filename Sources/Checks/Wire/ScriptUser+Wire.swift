extension ScriptUser {
    func write(to writer: inout WireWriter) {
        writer.write(self.user)
        writer.write(self.group) { $0.write($1) }
        writer.write(self.hasSupplementaryGroups)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self.init(
            user: try reader.string(),
            group: try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.string() },
            hasSupplementaryGroups: try reader.boolean()
        )
    }
}
