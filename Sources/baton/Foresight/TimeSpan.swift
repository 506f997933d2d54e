import ArgumentParser

/// A time as an operator writes it on a command line: `250ms`, `3s`, `30m`, `2h`; a bare number is seconds.
enum TimeSpan {
    static func parse(_ text: String, of option: String) throws -> Duration {
        let units: [(suffix: String, nanoseconds: Double)] = [
            ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86400e9),
        ]
        let unit = units.first { text.hasSuffix($0.suffix) } ?? ("", 1e9)
        let number = text.dropLast(unit.suffix.count)
        guard let value = Double(number), value.isFinite, value >= 0, value * unit.nanoseconds < 1e18,
            number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
        else {
            throw ValidationError("\(option) \(text): expected a time such as 250ms, 3s or 30m.")
        }
        return .nanoseconds(Int64(value * unit.nanoseconds))
    }
}
