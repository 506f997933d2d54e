/// The type of an option's value: how its text is read and what an error says was expected.
public enum OptionType: Hashable, Sendable {
    case string
    /// Absolute path.
    case path
    case integer(ClosedRange<Int>)
    /// Seconds with up to six decimals; the range is in seconds.
    case duration(ClosedRange<Double>)
    /// `true on yes` / `false off no`; a missing value is true.
    case boolean
    case choice([String])
    /// One or more words such as `200-299 301`.
    case integerRanges(ClosedRange<Int>)
    /// `http://` or `https://` URL.
    case url
    /// `HOST:PORT`, `[v6]:PORT`.
    case hostAndPort
    /// What `/proc/PID/comm` may say: no path.
    case programName
    /// `HOST` or `HOST:PORT`, as in a Host header.
    case host
    /// An IPv4 or IPv6 address in figures, the latter without brackets.
    case numericAddress
    /// So many words, each as it is written.
    case words(ClosedRange<Int>)
    /// A text in which `\r`, `\n`, `\t`, `\0`, `\\`, `\"` and `\xHH` stand for bytes.
    case escapedText
    /// One or more words of hexadecimal digits, two for each byte.
    case hexBytes
    /// A POSIX extended regular expression, as `grep -E` takes it; see ``RegularExpression``.
    case regularExpression
    /// A condition on a JSON document, in words; see ``JSONCondition``.
    case jsonCondition
    /// The name of a network interface.
    case interfaceName
    /// What a measured value must be; see ``MeasurementThreshold``.
    case measurementThreshold
    /// What an exit code means; see ``ExitMapping``.
    case exitMapping
    /// The name of a unit of systemd; see ``UnitName``.
    case unitName
}
