import Checks

/// A value that a recording holds, as bytes and back; reading is total over any bytes.
protocol WireValue {
    func write(to writer: inout WireWriter)
    init(reading reader: inout WireReader) throws(WireError)
}

extension WireWriter {
    mutating func append(_ value: some WireValue) {
        value.write(to: &self)
    }
}

extension WireReader {
    mutating func next<Value: WireValue>(_ type: Value.Type = Value.self) throws(WireError) -> Value {
        try Value(reading: &self)
    }
}

extension WireValue where Self: FixedWidthInteger {
    func write(to writer: inout WireWriter) { writer.write(self) }
    init(reading reader: inout WireReader) throws(WireError) { self = try reader.integer() }
}

extension UInt8: WireValue {}
extension UInt16: WireValue {}
extension UInt32: WireValue {}
extension UInt64: WireValue {}
extension Int32: WireValue {}
extension Int64: WireValue {}

extension Bool: WireValue {
    func write(to writer: inout WireWriter) { writer.write(self) }
    init(reading reader: inout WireReader) throws(WireError) { self = try reader.boolean() }
}

extension String: WireValue {
    func write(to writer: inout WireWriter) { writer.write(self) }
    init(reading reader: inout WireReader) throws(WireError) { self = try reader.string() }
}

extension Optional: WireValue where Wrapped: WireValue {
    func write(to writer: inout WireWriter) {
        writer.write(self) { $0.append($1) }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self = try reader.optional { (reader: inout WireReader) throws(WireError) in try reader.next() }
    }
}

extension Array: WireValue where Element: WireValue {
    func write(to writer: inout WireWriter) {
        writer.write(self) { $0.append($1) }
    }

    init(reading reader: inout WireReader) throws(WireError) {
        self = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.next() }
    }
}
