import Checks

/// What Nagios plugins print behind a `|`: `'label'=value[unit];warning;critical;minimum;maximum`, several of them
/// separated by spaces, on the first line, and behind a second `|` on all lines from there on. Labels, values and
/// units are taken; the ranges are the plugin's own affair, it has judged by them already.
enum PerformanceData {
    /// Total: whatever cannot be read is skipped, a value `U` (not to be had) among it.
    static func measurements(in output: String) -> [CheckOutcome.Measurement] {
        let lines = output.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first else { return [] }
        var measurements: [CheckOutcome.Measurement] = []
        if let bar = first.firstIndex(of: "|") {
            Self.read(first[first.index(after: bar)...], into: &measurements)
        }
        guard let start = lines.dropFirst().firstIndex(where: { $0.contains("|") }) else { return measurements }
        for (index, line) in lines[start...].enumerated() {
            Self.read(index == 0 ? line.drop { $0 != "|" }.dropFirst() : line, into: &measurements)
        }
        return measurements
    }

    private static func read(_ line: Substring, into measurements: inout [CheckOutcome.Measurement]) {
        var rest = line
        while measurements.count < OutcomeSanitizer.measurementLimit {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { return }
            let label = self.label(&rest)
            let item = rest.prefix { !$0.isWhitespace }
            rest = rest[item.endIndex...]
            guard let label, !label.isEmpty else { continue }
            let figure = item.prefix { $0 != ";" }
            let digits = self.number(at: figure)
            guard let value = Double(digits), value.isFinite else { continue }
            let unit = String(figure[digits.endIndex...])
            // `0x10` is no zero of the unit x10: better no number than a wrong one.
            guard unit.allSatisfy({ $0.isLetter || $0 == "%" || $0 == "/" }) else { continue }
            measurements.append(CheckOutcome.Measurement(name: label, value: value, unit: unit))
        }
    }

    /// The longest number at the start; the `e` of an exponent belongs to it only with digits behind it.
    private static func number(at text: Substring) -> Substring {
        var end = text.startIndex
        func skip(_ isWanted: (Character) -> Bool) {
            while end < text.endIndex, isWanted(text[end]) { end = text.index(after: end) }
        }
        func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
        if let sign = text.first, sign == "-" || sign == "+" { end = text.index(after: end) }
        skip { isDigit($0) || $0 == "." }
        let mantissa = end
        guard end < text.endIndex, text[end] == "e" || text[end] == "E" else { return text[..<mantissa] }
        end = text.index(after: end)
        if end < text.endIndex, text[end] == "-" || text[end] == "+" { end = text.index(after: end) }
        let exponent = end
        skip(isDigit)
        return end > exponent ? text[..<end] : text[..<mantissa]
    }

    /// Takes a label and its `=` from the front; quotes allow spaces in it, and two of them stand for one.
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
            label = String(rest.prefix { $0 != "=" && !$0.isWhitespace })
            rest.removeFirst(label.count)
        }
        guard rest.first == "=" else { return nil }
        rest.removeFirst()
        return label
    }
}
