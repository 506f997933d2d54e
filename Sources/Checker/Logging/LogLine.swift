import Glibc

/// The one format of log lines: `2026-11-22T18:00:00.123456Z info checker: message key=value key="quoted value"`.
package enum LogLine {
    /// Bytes up to which the kernel keeps a write to a pipe in one piece; a longer line is cut.
    package static let limit = 4096

    /// - Parameter fields: In the order they are to be written.
    package static func format(
        secondsSince1970 seconds: Int64,
        microseconds: Int64,
        level: String,
        source: String,
        message: String,
        fields: [(key: String, value: String)]
    ) -> String {
        var line = Self.timestamp(secondsSince1970: seconds, microseconds: microseconds)
        line += " \(level) \(source): "
        line += Self.withoutControls(message)
        for (key, value) in fields {
            line += " \(key)=\(Self.value(value))"
        }
        return Self.cut(line)
    }

    /// A value as it stands behind `key=`: bare where it is one plain word, quoted and escaped otherwise.
    static func value(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: quoted += "?"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func withoutControls(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 })
        )
    }

    private static func cut(_ line: String) -> String {
        guard line.utf8.count >= Self.limit else { return line }
        var bytes = Array(line.utf8.prefix(Self.limit - 4))
        // Not in the middle of a character.
        while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
        if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self) + "…"
    }

    /// RFC 3339 in UTC with microseconds.
    package static func timestamp(secondsSince1970 seconds: Int64, microseconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        unsafe gmtime_r(&time, &parts)
        let (year, month, day) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
        let (hour, minute, second) = unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec)
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
        let clock = "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
        return "\(date)T\(clock).\(Self.padded(microseconds, 6))Z"
    }

    private static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
