import Failover
import Glibc
import LinuxIO

/// Writes log lines to standard error, in the one format all processes share:
/// `2026-01-31T12:00:00.000000Z info router: message instance=VI_1`.
final class LogWriter {
    /// Lines below it are not written.
    let threshold: LogLine.Level
    private let output = StandardError()

    init(threshold: LogLine.Level) {
        self.threshold = threshold
    }

    func write(
        _ level: LogLine.Level,
        _ text: String,
        process: String = "supervisor",
        instance: String? = nil,
        wallNanoseconds: Int64 = WallClock.nanoseconds()
    ) {
        guard level.rawValue >= self.threshold.rawValue else { return }
        let field = instance.map { " instance=" + Self.quotedIfNeeded($0) } ?? ""
        let line = "\(Self.timestamp(wallNanoseconds)) \(level) \(process): \(Self.oneLine(text))\(field)"
        self.output.write(line)
    }

    /// A second since 1970, as the log has times.
    static func moment(_ seconds: Int) -> String {
        String(self.timestamp(Int64(seconds) * 1_000_000_000).prefix(19)) + "Z"
    }

    /// Text from the network or a plugin may hold anything; a log line is one line.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) else { return text }
        var clean = ""
        for scalar in text.unicodeScalars {
            clean.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7f ? " " : scalar)
        }
        return clean
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
        return isPlain && !text.isEmpty ? text : "\"" + text.map { $0 == "\"" ? "\\\"" : String($0) }.joined() + "\""
    }

    private static func timestamp(_ nanoseconds: Int64) -> String {
        var seconds = time_t(nanoseconds / 1_000_000_000)
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        func digits(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let date = unsafe [
            digits(Int(parts.tm_year) + 1900, 4), digits(Int(parts.tm_mon) + 1, 2), digits(Int(parts.tm_mday), 2),
        ]
        let clock = unsafe [digits(Int(parts.tm_hour), 2), digits(Int(parts.tm_min), 2), digits(Int(parts.tm_sec), 2)]
        let micros = digits(Int(nanoseconds % 1_000_000_000 / 1000), 6)
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "." + micros + "Z"
    }
}
