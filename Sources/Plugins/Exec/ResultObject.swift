import Checks

/// The JSON object by which programs report: what protocol `json` prints, and what a stream's results carry.
///
/// `{"v":1,"status":"fail","reason":"http.status","summary":"503","detail":"…","metrics":[{"name":"n","value":1,
/// "unit":"s"}],"score":70,"children":[{"name":"…","status":"pass","summary":"…"}]}`; only `status` must be there, and
/// members nobody knows are for others.
enum ResultObject {
    /// Bytes of one object.
    static let limit = 64 * 1024

    /// What is wrong with an object.
    struct Malformed: Error, Hashable {
        var message: String
    }

    /// One document that is such an object.
    static func outcome(parsing bytes: [UInt8]) throws(Malformed) -> CheckOutcome {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes, refusingDuplicates: true)
        } catch {
            throw Malformed(message: "no JSON object: \(error)")
        }
        return try Self.outcome(value)
    }

    static func outcome(_ value: JSONValue) throws(Malformed) -> CheckOutcome {
        guard case .object = value else { throw Malformed(message: "expected a JSON object") }
        if let version = value["v"], version.integer != 1 {
            throw Malformed(message: "v: expected 1, found \(Self.found(version))")
        }
        let status = try Self.status(value["status"], "status")
        let summary = try Self.text(value["summary"], "summary")
        var outcome = CheckOutcome(status, Self.reason(value["reason"]?.string, status), summary)
        if let word = value["reason"] {
            guard let word = word.string else {
                throw Malformed(message: "reason: expected a text, found \(Self.found(word))")
            }
            // What is no word of the list is told in the summary.
            if outcome.reason.rawValue != word, !word.isEmpty {
                outcome.summary = summary.isEmpty ? word : "\(word): \(summary)"
            }
        }
        if outcome.summary.isEmpty { outcome.summary = "reports \(status)" }
        outcome.output = try Self.text(value["detail"], "detail")
        outcome.measurements = try Self.measurements(value["metrics"])
        if let score = value["score"], score != .null {
            guard let number = score.integer, (-254...254).contains(number) else {
                throw Malformed(message: "score: expected an integer from -254 to 254, found \(Self.found(score))")
            }
            outcome.score = number
        }
        outcome.assertions = try Self.children(value["children"])
        return outcome
    }

    private static func status(_ value: JSONValue?, _ name: String) throws(Malformed) -> CheckStatus {
        guard let status = CheckStatus.allCases.first(where: { value?.string == $0.description }) else {
            let found = value.map(Self.found) ?? "nothing"
            throw Malformed(message: "\(name): expected pass, warn, fail or unknown, found \(found)")
        }
        return status
    }

    /// A word of the list of reasons, unless it speaks for the checker.
    private static func reason(_ word: String?, _ status: CheckStatus) -> ReasonCode {
        if let word, let reason = ReasonCode(rawValue: word), !word.hasPrefix("check"), reason != .ok {
            return reason
        }
        return status == .pass ? .ok : .execReported
    }

    private static func text(_ value: JSONValue?, _ name: String) throws(Malformed) -> String {
        guard let value, value != .null else { return "" }
        guard let text = value.string else {
            throw Malformed(message: "\(name): expected a text, found \(Self.found(value))")
        }
        return text
    }

    private static func measurements(_ value: JSONValue?) throws(Malformed) -> [CheckOutcome.Measurement] {
        guard let value, value != .null else { return [] }
        guard let elements = value.array else {
            throw Malformed(message: "metrics: expected a list, found \(Self.found(value))")
        }
        var measurements: [CheckOutcome.Measurement] = []
        for element in elements.prefix(OutcomeSanitizer.measurementLimit) {
            guard let name = element["name"]?.string, let number = element["value"]?.number else {
                throw Malformed(message: "metrics: expected objects with name and value, found \(Self.found(element))")
            }
            let unit = try Self.text(element["unit"], "unit")
            measurements.append(CheckOutcome.Measurement(name: name, value: number, unit: unit))
        }
        return measurements
    }

    /// Results inside a result explain it; its own status stands.
    private static func children(_ value: JSONValue?) throws(Malformed) -> [CheckOutcome.Assertion] {
        guard let value, value != .null else { return [] }
        guard let elements = value.array else {
            throw Malformed(message: "children: expected a list, found \(Self.found(value))")
        }
        var assertions: [CheckOutcome.Assertion] = []
        for (index, element) in elements.prefix(OutcomeSanitizer.measurementLimit).enumerated() {
            let status = try Self.status(element["status"], "children[\(index)].status")
            let name = try Self.text(element["name"], "children[\(index)].name")
            let summary = try Self.text(element["summary"], "children[\(index)].summary")
            assertions.append(
                CheckOutcome.Assertion(
                    name.isEmpty ? "child \(index + 1)" : name,
                    expected: "pass",
                    got: summary.isEmpty ? status.description : summary,
                    status
                )
            )
        }
        return assertions
    }

    private static func found(_ value: JSONValue) -> String {
        OutcomeSanitizer.line(value.text, limit: 80)
    }
}
