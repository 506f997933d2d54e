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
        return outcome
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
