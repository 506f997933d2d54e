extension OptionValue {
    public func write(to writer: inout WireWriter) {
        switch self {
        case .string(let text):
            writer.write(UInt8(1))
            writer.write(text)
        case .strings(let words):
            writer.write(UInt8(2))
            writer.write(words) { $0.write($1) }
        case .bytes(let bytes):
            writer.write(UInt8(3))
            writer.write(bytes)
        case .integer(let number):
            writer.write(UInt8(4))
            writer.write(Int64(number))
        case .duration(let duration):
            writer.write(UInt8(5))
            writer.write(duration)
        case .boolean(let value):
            writer.write(UInt8(6))
            writer.write(value)
        case .integerRanges(let ranges):
            writer.write(UInt8(7))
            writer.write(ranges) { (writer: inout WireWriter, range: ClosedRange<Int>) in
                writer.write(Int64(range.lowerBound))
                writer.write(Int64(range.upperBound))
            }
        case .hostAndPort(let host, let port):
            writer.write(UInt8(8))
            writer.write(host)
            writer.write(port)
        }
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .string(try reader.string())
        case 2:
            self = .strings(try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() })
        case 3: self = .bytes(try reader.byteArray())
        case 4: self = .integer(Int(try reader.integer(Int64.self)))
        case 5: self = .duration(try reader.duration())
        case 6: self = .boolean(try reader.boolean())
        case 7:
            self = .integerRanges(
                try reader.list { (reader: inout WireReader) throws(WireError) in
                    let lower = Int(try reader.integer(Int64.self))
                    let upper = Int(try reader.integer(Int64.self))
                    guard lower <= upper else { throw .malformed }
                    return lower...upper
                }
            )
        case 8: self = .hostAndPort(host: try reader.string(), port: try reader.integer())
        default: throw .malformed
        }
    }
}
