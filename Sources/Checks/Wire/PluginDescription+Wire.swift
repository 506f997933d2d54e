extension PluginDescription {
    /// A list of descriptions as `baton-checker --describe-plugins` writes it, so that an agent validates checks of
    /// plugins it was not built with.
    public static func encoded(_ descriptions: [PluginDescription]) -> [UInt8] {
        var writer = WireWriter()
        writer.write(descriptions) { $1.write(to: &$0) }
        return writer.bytes
    }

    /// Reads what ``encoded(_:)`` wrote; total over any bytes.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> [PluginDescription] {
        var reader = WireReader(bytes)
        let descriptions = try reader.list { (reader: inout WireReader) throws(WireError) in
            try PluginDescription(reading: &reader)
        }
        try reader.finish()
        return descriptions
    }

    public func write(to writer: inout WireWriter) {
        writer.write(self.kind)
        writer.write(self.summary)
        writer.write(self.argument.name)
        writer.write(self.argument.documentation)
        self.argument.type.write(to: &writer)
        writer.write(self.argument.takesMore)
        writer.write(self.argument.alternatives) { $0.write($1) }
        writer.write(self.options) { (writer: inout WireWriter, option: OptionDescription) in
            writer.write(option.name)
            option.type.write(to: &writer)
            writer.write(option.example) { $0.write($1) }
            writer.write(option.defaultValue) { $0.write($1) }
            writer.write(option.repeats)
            writer.write(option.isSecret)
            writer.write(option.documentation)
        }
        writer.write(self.needsOneOf) { $0.write($1) }
        writer.write(self.conflicts) { (writer: inout WireWriter, conflict: OptionConflict) in
            writer.write(conflict.option)
            writer.write(conflict.other)
            writer.write(conflict.value)
            writer.write(conflict.reason)
            writer.write(conflict.fix)
        }
        writer.write(self.examples) { $0.write($1) }
        writer.write(self.reasons) { $0.write($1.rawValue) }
        writer.write(self.measurements) { (writer: inout WireWriter, measurement: MeasurementDescription) in
            writer.write(measurement.name)
            writer.write(measurement.unit)
            writer.write(measurement.documentation)
        }
        writer.write(self.watches)
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        self.init(
            kind: try reader.string(),
            summary: try reader.string(),
            argument: Argument(
                name: try reader.string(),
                documentation: try reader.string(),
                type: try OptionType(reading: &reader),
                takesMore: try reader.boolean(),
                alternatives: try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
            ),
            options: try reader.list { (reader: inout WireReader) throws(WireError) in
                OptionDescription(
                    name: try reader.string(),
                    type: try OptionType(reading: &reader),
                    example: try reader.optional { (reader: inout WireReader) throws(WireError) in
                        try reader.string()
                    },
                    defaultValue: try reader.optional { (reader: inout WireReader) throws(WireError) in
                        try reader.string()
                    },
                    repeats: try reader.boolean(),
                    isSecret: try reader.boolean(),
                    documentation: try reader.string()
                )
            },
            needsOneOf: try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() },
            conflicts: try reader.list { (reader: inout WireReader) throws(WireError) in
                OptionConflict(
                    option: try reader.string(),
                    other: try reader.string(),
                    value: try reader.string(),
                    reason: try reader.string(),
                    fix: try reader.string()
                )
            },
            examples: try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() },
            reasons: try reader.list { (reader: inout WireReader) throws(WireError) in
                guard let reason = ReasonCode(rawValue: try reader.string()) else { throw .malformed }
                return reason
            },
            measurements: try reader.list { (reader: inout WireReader) throws(WireError) in
                MeasurementDescription(
                    name: try reader.string(),
                    unit: try reader.string(),
                    documentation: try reader.string()
                )
            },
            watches: try reader.boolean()
        )
    }
}
