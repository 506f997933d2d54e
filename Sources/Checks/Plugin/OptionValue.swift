/// A value that has passed its ``OptionType``.
public enum OptionValue: Hashable, Sendable {
    case string(String)
    case strings([String])
    case bytes([UInt8])
    case integer(Int)
    case duration(Duration)
    case boolean(Bool)
    case integerRanges([ClosedRange<Int>])
    case hostAndPort(host: String, port: UInt16)
}
