package import Checks

extension SourceBundle {
    /// The bundle as bytes; equal bundles give equal bytes.
    package func encoded() -> [UInt8] {
        var writer = WireWriter()
        writer.write(SourceBundle.formatVersion)
        writer.write(self.mainFile)
        writer.write(self.files.keys.sorted()) { writer, path in
            writer.write(path)
            writer.write(self.files[path] ?? [])
        }
        writer.write(self.matches.keys.sorted()) { writer, pattern in
            writer.write(pattern)
            writer.write(self.matches[pattern] ?? []) { $0.write($1) }
        }
        writer.write(self.users.keys.sorted()) { writer, name in
            writer.write(name)
            writer.write(self.users[name] ?? false)
        }
        writer.write(self.facts.hostName)
        writer.write(self.facts.configurationID) { $0.write($1) }
        writer.write(self.facts.environment.keys.sorted()) { writer, name in
            writer.write(name)
            writer.write(self.facts.environment[name] ?? "")
        }
        writer.write(self.facts.randomSeed)
        writer.write(self.facts.checksIncludes)
        writer.write(self.plugins) { (writer: inout WireWriter, plugins: [PluginDescription]) in
            writer.write(plugins) { $1.write(to: &$0) }
        }
        return writer.bytes
    }

    /// Reads what ``encoded()`` wrote; total over any bytes.
    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        guard try reader.integer(UInt8.self) == SourceBundle.formatVersion else { throw .malformed }
        self.init(mainFile: try reader.string())
        for (path, bytes) in try reader.list({ (reader: inout WireReader) throws(WireError) in
            (try reader.string(), try reader.byteArray())
        }) {
            self.files[path] = bytes
        }
        for (pattern, paths) in try reader.list({ (reader: inout WireReader) throws(WireError) in
            (
                try reader.string(),
                try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
            )
        }) {
            self.matches[pattern] = paths
        }
        for (name, isThere) in try reader.list({ (reader: inout WireReader) throws(WireError) in
            (try reader.string(), try reader.boolean())
        }) {
            self.users[name] = isThere
        }
        self.facts.hostName = try reader.string()
        self.facts.configurationID = try reader.optional { (reader: inout WireReader) throws(WireError) in
            try reader.string()
        }
        for (name, value) in try reader.list({ (reader: inout WireReader) throws(WireError) in
            (try reader.string(), try reader.string())
        }) {
            self.facts.environment[name] = value
        }
        self.facts.randomSeed = try reader.integer()
        self.facts.checksIncludes = try reader.boolean()
        self.plugins = try reader.optional { (reader: inout WireReader) throws(WireError) in
            try reader.list { (reader: inout WireReader) throws(WireError) in try PluginDescription(reading: &reader) }
        }
        try reader.finish()
    }

    private static let formatVersion: UInt8 = 4
}
