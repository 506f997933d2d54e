extension CheckOutcome {
    /// Everything but ``assertions``, which are for those who run a check by hand.
    public func write(to writer: inout WireWriter) {
        writer.write(self.status.rawValue)
        writer.write(self.reason.rawValue)
        writer.write(self.summary)
        writer.write(self.duration)
        writer.write(self.output)
        writer.write(self.measurements) { (writer: inout WireWriter, measurement: Measurement) in
            writer.write(measurement.name)
            writer.write(measurement.value.bitPattern)
            writer.write(measurement.unit)
        }
        writer.write(self.score) { $0.write(Int64($1)) }
        writer.write(self.queueDelay)
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        guard let status = CheckStatus(rawValue: try reader.integer()) else { throw .malformed }
        guard let reason = ReasonCode(rawValue: try reader.string()) else { throw .malformed }
        self.init(
            status,
            reason,
            try reader.string(),
            duration: try reader.duration(),
            output: try reader.string(),
            measurements: try reader.list { (reader: inout WireReader) throws(WireError) in
                Measurement(
                    name: try reader.string(),
                    value: Double(bitPattern: try reader.integer()),
                    unit: try reader.string()
                )
            },
            score: try reader.optional { (reader: inout WireReader) throws(WireError) in
                Int(try reader.integer(Int64.self))
            },
            queueDelay: try reader.duration()
        )
    }
}
