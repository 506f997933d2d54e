/// Makes what a check said fit to be logged, stored and shown: whatever bytes a script printed, an outcome that has
/// passed here is short, holds no control characters in its summary, and cannot move a terminal's cursor.
public enum OutcomeSanitizer {
    /// The outcome with a one-line summary of at most ``CheckOutcome/summaryLimit`` bytes, an output of at most
    /// ``CheckOutcome/outputLimit`` bytes, finite measurements, and a duration that is not negative.
    public static func sanitized(_ outcome: CheckOutcome) -> CheckOutcome {
        var outcome = outcome
        outcome.summary = Self.line(outcome.summary, limit: CheckOutcome.summaryLimit)
        outcome.output = Self.text(outcome.output, limit: CheckOutcome.outputLimit)
        outcome.duration = max(.zero, outcome.duration)
        outcome.measurements = outcome.measurements.filter(\.value.isFinite).prefix(Self.measurementLimit).map {
            CheckOutcome.Measurement(
                name: Self.line($0.name, limit: 64),
                value: $0.value,
                unit: Self.line($0.unit, limit: 8)
            )
        }
        outcome.assertions = outcome.assertions.prefix(Self.measurementLimit).map {
            CheckOutcome.Assertion(
                Self.line($0.name, limit: 64),
                expected: Self.line($0.expected, limit: CheckOutcome.summaryLimit),
                got: Self.line($0.got, limit: CheckOutcome.summaryLimit),
                $0.status
            )
        }
        outcome.score = outcome.score.map { min(max($0, -254), 254) }
        outcome.queueDelay = max(.zero, outcome.queueDelay)
        return outcome
    }

    /// The outcome without any of these texts, wherever they stood: what must not be read in logs, status or reports.
    /// Texts of fewer than ``shortestSecret`` bytes are left alone; they would blot out ordinary words. A secret is
    /// found as JSON spells it, too, and its beginning at the end of an output, where a limit may have cut it.
    public static func masked(_ outcome: CheckOutcome, secrets: [String]) -> CheckOutcome {
        let secrets = Self.spellings(of: secrets)
        guard !secrets.isEmpty else { return outcome }
        var outcome = outcome
        outcome.summary = Self.masked(outcome.summary, secrets: secrets)
        outcome.output = Self.maskedTail(Self.masked(outcome.output, secrets: secrets), secrets: secrets)
        for index in outcome.measurements.indices {
            outcome.measurements[index].name = Self.masked(outcome.measurements[index].name, secrets: secrets)
            outcome.measurements[index].unit = Self.masked(outcome.measurements[index].unit, secrets: secrets)
        }
        for index in outcome.assertions.indices {
            outcome.assertions[index].name = Self.masked(outcome.assertions[index].name, secrets: secrets)
            outcome.assertions[index].expected = Self.masked(outcome.assertions[index].expected, secrets: secrets)
            outcome.assertions[index].got = Self.masked(outcome.assertions[index].got, secrets: secrets)
        }
        return outcome
    }

    /// Bytes that a secret needs to be masked.
    public static let shortestSecret = 3

    /// The secrets that are long enough, as they are and as they stand in JSON, with and without `\\/`.
    private static func spellings(of secrets: [String]) -> [String] {
        var spellings: Set<String> = []
        for secret in secrets where secret.utf8.count >= Self.shortestSecret {
            let json = String(JSONValue.string(secret).text.dropFirst().dropLast())
            spellings.formUnion([secret, json, json.replacing("/", with: "\\/")])
        }
        return Array(spellings)
    }

    /// The text with `***` in place of the longest beginning of a secret that it ends with.
    private static func maskedTail(_ text: String, secrets: [String]) -> String {
        let bytes = Array(text.utf8)
        var longest = 0
        for secret in secrets {
            let secret = Array(secret.utf8)
            var count = min(bytes.count, secret.count - 1)
            while count >= Self.shortestSecret, count > longest {
                if bytes.suffix(count).elementsEqual(secret.prefix(count)) { longest = count }
                count -= 1
            }
        }
        guard longest > 0 else { return text }
        return String(decoding: bytes.dropLast(longest), as: UTF8.self) + "***"
    }

    /// The text with `***` for every secret in it.
    public static func masked(_ text: String, secrets: [String]) -> String {
        // The longest first: one may be part of another.
        secrets.sorted { $0.utf8.count > $1.utf8.count }.reduce(text) { text, secret in
            Self.replacing(Array(secret.utf8), in: text)
        }
    }

    private static func replacing(_ secret: [UInt8], in text: String) -> String {
        let bytes = Array(text.utf8)
        guard !secret.isEmpty, bytes.count >= secret.count else { return text }
        var kept: [UInt8] = []
        var index = 0
        var isFound = false
        while index < bytes.count {
            if bytes.count - index >= secret.count, bytes[index..<index + secret.count].elementsEqual(secret) {
                kept += Array("***".utf8)
                index += secret.count
                isFound = true
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return isFound ? String(decoding: kept, as: UTF8.self) : text
    }

    /// As many as a Nagios plugin with rich performance data prints.
    public static let measurementLimit = 64

    /// One line: runs of white space and control characters become one space, and the cut, if any, falls between
    /// characters and is marked with `…`.
    public static func line(_ text: String, limit: Int) -> String {
        var line = ""
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if Self.isControl(scalar) || scalar == " " {
                pendingSpace = !line.isEmpty
                continue
            }
            if pendingSpace {
                line.unicodeScalars.append(" ")
                pendingSpace = false
            }
            line.unicodeScalars.append(scalar)
            if line.utf8.count > limit {
                return Self.cut(line, limit: limit)
            }
        }
        return line
    }

    /// Several lines: control characters other than line feed and tab are dropped.
    public static func text(_ text: String, limit: Int) -> String {
        var kept = ""
        for scalar in text.unicodeScalars where scalar == "\n" || scalar == "\t" || !Self.isControl(scalar) {
            guard kept.utf8.count + UTF8.width(scalar) <= limit else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }

    private static func cut(_ line: String, limit: Int) -> String {
        let mark = "…"
        guard limit >= mark.utf8.count else { return "" }
        var kept = ""
        for scalar in line.unicodeScalars {
            guard kept.utf8.count + UTF8.width(scalar) <= limit - mark.utf8.count else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + mark
    }

    /// C0, DEL, C1, the line and paragraph separators, and the marks that reorder text on a screen.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1f, 0x7f...0x9f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
        default: false
        }
    }
}
