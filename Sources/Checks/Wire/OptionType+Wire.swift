extension OptionType {
    public func write(to writer: inout WireWriter) {
        switch self {
        case .string:
            writer.write(UInt8(1))
        case .path:
            writer.write(UInt8(2))
        case .integer(let range):
            writer.write(UInt8(3))
            writer.write(Int64(range.lowerBound))
            writer.write(Int64(range.upperBound))
        case .duration(let range):
            writer.write(UInt8(4))
            writer.write(range.lowerBound.bitPattern)
            writer.write(range.upperBound.bitPattern)
        case .boolean:
            writer.write(UInt8(5))
        case .choice(let choices):
            writer.write(UInt8(6))
            writer.write(choices) { $0.write($1) }
        case .integerRanges(let range):
            writer.write(UInt8(7))
            writer.write(Int64(range.lowerBound))
            writer.write(Int64(range.upperBound))
        case .url:
            writer.write(UInt8(8))
        case .hostAndPort:
            writer.write(UInt8(9))
        case .programName:
            writer.write(UInt8(10))
        case .host:
            writer.write(UInt8(11))
        case .numericAddress:
            writer.write(UInt8(12))
        case .words(let range):
            writer.write(UInt8(13))
            writer.write(Int64(range.lowerBound))
            writer.write(Int64(range.upperBound))
        case .escapedText:
            writer.write(UInt8(14))
        case .hexBytes:
            writer.write(UInt8(15))
        case .regularExpression:
            writer.write(UInt8(16))
        case .jsonCondition:
            writer.write(UInt8(17))
        case .interfaceName:
            writer.write(UInt8(18))
        case .measurementThreshold:
            writer.write(UInt8(19))
        case .exitMapping:
            writer.write(UInt8(20))
        case .unitName:
            writer.write(UInt8(21))
        }
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .string
        case 2: self = .path
        case 3: self = .integer(try Self.range(&reader))
        case 4:
            let lower = Double(bitPattern: try reader.integer())
            let upper = Double(bitPattern: try reader.integer())
            // False for anything that is not a number, too.
            guard lower <= upper else { throw .malformed }
            self = .duration(lower...upper)
        case 5: self = .boolean
        case 6:
            self = .choice(try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() })
        case 7: self = .integerRanges(try Self.range(&reader))
        case 8: self = .url
        case 9: self = .hostAndPort
        case 10: self = .programName
        case 11: self = .host
        case 12: self = .numericAddress
        case 13: self = .words(try Self.range(&reader))
        case 14: self = .escapedText
        case 15: self = .hexBytes
        case 16: self = .regularExpression
        case 17: self = .jsonCondition
        case 18: self = .interfaceName
        case 19: self = .measurementThreshold
        case 20: self = .exitMapping
        case 21: self = .unitName
        default: throw .malformed
        }
    }

    private static func range(_ reader: inout WireReader) throws(WireError) -> ClosedRange<Int> {
        let lower = Int(try reader.integer(Int64.self))
        let upper = Int(try reader.integer(Int64.self))
        guard lower <= upper else { throw .malformed }
        return lower...upper
    }
}
