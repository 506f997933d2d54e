/// One run of one check by hand, asked of a checker that has the plugin: what `baton-checker --run` reads from its
/// standard input.
///
/// It carries what a plugin and its deadline need, and nothing of weights, modes or instances.
public struct StandaloneRequest: Hashable, Sendable {
    public var definition: CheckDefinition
    /// What is known of the checks this one looks at.
    public var healths: [String: Health]

    public init(definition: CheckDefinition, healths: [String: Health] = [:]) {
        self.definition = definition
        self.healths = healths
    }

    /// Told first, so that a checker of another version says so instead of misreading.
    private static let version: UInt8 = 2

    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        writer.write(Self.version)
        writer.write(self.definition.name)
        writer.write(self.definition.kind)
        self.definition.options.write(to: &writer)
        writer.write(self.definition.schedule.interval)
        writer.write(self.definition.schedule.timeout)
        writer.write(self.definition.user) { (writer: inout WireWriter, user: ScriptUser) in
            user.write(to: &writer)
        }
        writer.write(self.definition.demandsSafePath)
        writer.write(self.definition.scriptCommand) { (writer: inout WireWriter, script: (String, Bool)) in
            writer.write(script.0)
            writer.write(script.1)
        }
        writer.write(self.healths.sorted { $0.key < $1.key }) {
            (writer: inout WireWriter, entry: (key: String, value: Health)) in
            writer.write(entry.key)
            writer.write(entry.value.rawValue)
        }
        return writer.bytes
    }

    /// Total over any bytes.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        guard try reader.integer(UInt8.self) == Self.version else { throw .malformed }
        var definition = CheckDefinition(
            name: try reader.string(),
            kind: try reader.string(),
            options: try CheckOptions(reading: &reader)
        )
        definition.schedule.interval = try reader.duration()
        definition.schedule.timeout = try reader.duration()
        guard definition.schedule.interval > .zero, definition.schedule.timeout > .zero else { throw .malformed }
        definition.user = try reader.optional { (reader: inout WireReader) throws(WireError) in
            try ScriptUser(reading: &reader)
        }
        definition.demandsSafePath = try reader.boolean()
        definition.origin =
            try reader.optional { (reader: inout WireReader) throws(WireError) in
                CheckDefinition.Origin.script(command: try reader.string(), native: try reader.boolean())
            } ?? .check
        var healths: [String: Health] = [:]
        let entries = try reader.list { (reader: inout WireReader) throws(WireError) in
            let name = try reader.string()
            guard let health = Health(rawValue: try reader.integer()) else { throw .malformed }
            return (name, health)
        }
        for (name, health) in entries { healths[name] = health }
        try reader.finish()
        self.init(definition: definition, healths: healths)
    }
}

extension CheckDefinition {
    fileprivate var scriptCommand: (String, Bool)? {
        if case .script(let command, let isNative) = self.origin { (command, isNative) } else { nil }
    }
}
