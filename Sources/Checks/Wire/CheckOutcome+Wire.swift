extension CheckOutcome {
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
            }
        )
    }
}
