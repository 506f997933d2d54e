extension Hysteresis {
    public func write(to writer: inout WireWriter) {
        writer.write(UInt32(clamping: self.rise))
        writer.write(UInt32(clamping: self.fall))
        writer.write(self.window) { (writer: inout WireWriter, window: FailureWindow) in
            writer.write(UInt8(clamping: window.failures))
            writer.write(UInt8(clamping: window.results))
        }
        writer.write(self.health.rawValue)
        writer.write(UInt32(clamping: self.streak))
        writer.write(self.lastWasPass) { $0.write($1) }
        writer.write(self.failures)
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        let rise = Int(try reader.integer(UInt32.self))
        let fall = Int(try reader.integer(UInt32.self))
        guard rise >= 1, fall >= 1 else { throw .malformed }
        let window = try reader.optional { (reader: inout WireReader) throws(WireError) in
            let failures = Int(try reader.integer(UInt8.self))
            let results = Int(try reader.integer(UInt8.self))
            guard let window = FailureWindow(failures: failures, results: results) else { throw .malformed }
            return window
        }
        guard let health = Health(rawValue: try reader.integer()) else { throw .malformed }
        let streak = Int(try reader.integer(UInt32.self))
        let last = try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.boolean() }
        guard (last == nil) == (streak == 0) else { throw .malformed }
        self.init(
            rise: rise,
            fall: fall,
            window: window,
            health: health,
            streak: streak,
            lastWasPass: last,
            failures: try reader.integer()
        )
    }
}
