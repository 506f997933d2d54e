import Checks

/// What Nagios plugins print behind a `|`: `'label'=value[unit];warning;critical;minimum;maximum`, several of them
/// separated by spaces. Only labels, values and units are taken.
enum PerformanceData {
    /// Total: whatever cannot be read is skipped.
    static func measurements(in output: String) -> [CheckOutcome.Measurement] {
        guard let line = output.split(whereSeparator: \.isNewline).first, let bar = line.firstIndex(of: "|") else {
            return []
        }
        var rest = line[line.index(after: bar)...]
        var measurements: [CheckOutcome.Measurement] = []
        while measurements.count < OutcomeSanitizer.measurementLimit {
            rest = rest.drop { $0 == " " }
            guard !rest.isEmpty else { break }
            guard let label = self.label(&rest) else { break }
            let item = rest.prefix { $0 != " " }
            rest = rest[item.endIndex...]
            let figure = item.prefix { $0 != ";" }
            let digits = figure.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
            guard let value = Double(digits) else { continue }
            measurements.append(
                CheckOutcome.Measurement(name: label, value: value, unit: String(figure[digits.endIndex...]))
            )
        }
        return measurements
    }

    /// Takes a label and its `=` from the front; quotes allow spaces in it.
    private static func label(_ rest: inout Substring) -> String? {
        let quote: Character = "'"
        var label = ""
        if rest.first == quote {
            rest.removeFirst()
            while let character = rest.popFirst() {
                if character != quote {
                    label.append(character)
                } else if rest.first == quote {
                    rest.removeFirst()
                    label.append(quote)
                } else {
                    break
                }
            }
        } else {
            label = String(rest.prefix { $0 != "=" && $0 != " " })
            rest.removeFirst(label.count)
        }
        guard rest.first == "=", !label.isEmpty else { return nil }
        rest.removeFirst()
        return label
    }
}
