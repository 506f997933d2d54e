import CCurl
import Checks

extension HTTPExpectations {
    /// Judges a complete answer.
    func assess(_ response: HTTPResponse, _ findings: inout Findings) {
        self.assessVersion(response, &findings)
        self.assessStatus(response.status, &findings)
        var document: Result<JSONValue, JSONError>?
        for expectation in self.expectations {
            switch expectation {
            case .body(let text, let isWanted):
                self.assess(response, text, isFound: response.body.contains(sequence: text.utf8), isWanted, &findings)
            case .bodyRegex(let regex, let isWanted):
                self.assess(response, regex, isWanted, &findings)
            case .header(let name, let regex, let isWanted, let allowsMissing):
                let values = response.headers.filter { $0.name == name }.map(\.value)
                self.assess(values, name, regex, isWanted, allowsMissing, &findings)
            case .json(let condition):
                let read = document ?? Self.document(response.body)
                document = read
                self.assess(read, condition, response, &findings)
            }
        }
    }

    /// What would have been asserted of an answer that never came.
    func skip(_ findings: inout Findings) {
        findings.skip(HTTPPlugin.Option.expectStatus, expected: self.statusText)
        for expectation in self.expectations {
            findings.skip(expectation.name, expected: expectation.expected)
        }
    }

    private func assessVersion(_ response: HTTPResponse, _ findings: inout Findings) {
        guard let version = self.version else { return }
        let got =
            switch response.version {
            case CURL_HTTP_VERSION_1_0: "1.0"
            case CURL_HTTP_VERSION_1_1: "1.1"
            case CURL_HTTP_VERSION_2_0: "2"
            default: "unknown"
            }
        let status: CheckStatus = got == version.rawValue ? .pass : .fail
        findings.add(
            status,
            .httpVersion,
            HTTPPlugin.Option.version,
            expected: version.rawValue,
            got: got,
            summary: "the answer is HTTP/\(got), expected HTTP/\(version.rawValue)"
        )
    }

    private func assessStatus(_ status: Int, _ findings: inout Findings) {
        let name = HTTPPlugin.Option.expectStatus
        let expected = self.statusText
        if self.warnStatuses.contains(where: { $0.contains(status) }) {
            let summary = "status \(status), which warn_status names"
            findings.add(.warn, .httpStatus, name, expected: expected, got: "\(status)", summary: summary)
        } else if self.statuses.contains(where: { $0.contains(status) }) {
            findings.pass(name, expected: expected, got: "\(status)")
        } else {
            let summary = "status \(status), expected \(expected)"
            findings.add(.fail, .httpStatus, name, expected: expected, got: "\(status)", summary: summary)
        }
    }

    private func assess(
        _ response: HTTPResponse,
        _ text: String,
        isFound: Bool,
        _ isWanted: Bool,
        _ findings: inout Findings
    ) {
        let option = isWanted ? HTTPPlugin.Option.expectBody : HTTPPlugin.Option.refuseBody
        let body = self.description(of: response)
        findings.add(
            isFound == isWanted ? .pass : .fail,
            .httpBody,
            option,
            expected: text,
            got: isFound ? "found" : "not found in \(body)",
            summary: "status \(response.status), \(body) \(isWanted ? "without" : "with") '\(text)'"
        )
    }

    private func assess(
        _ response: HTTPResponse,
        _ regex: RegularExpression,
        _ isWanted: Bool,
        _ findings: inout Findings
    ) {
        let isFound = regex.matches(response.body)
        let body = self.description(of: response)
        findings.add(
            isFound == isWanted ? .pass : .fail,
            .httpBody,
            isWanted ? HTTPPlugin.Option.expectBodyRegex : HTTPPlugin.Option.refuseBodyRegex,
            expected: regex.pattern,
            got: isFound ? "matches" : "no match in \(body)",
            summary: "status \(response.status), \(body) \(isWanted ? "does not match" : "matches") '\(regex.pattern)'"
        )
    }

    private func assess(
        _ values: [String],
        _ name: String,
        _ regex: RegularExpression?,
        _ isWanted: Bool,
        _ allowsMissing: Bool,
        _ findings: inout Findings
    ) {
        let option = isWanted ? HTTPPlugin.Option.expectHeader : HTTPPlugin.Option.refuseHeader
        let isFound = values.contains { regex?.matches($0) ?? true }
        let isGood = isWanted ? isFound || (values.isEmpty && allowsMissing) : !isFound
        let got = values.isEmpty ? "no such header" : values.joined(separator: ", ")
        let expected = regex.map { "\(name) \($0.pattern)" } ?? name
        findings.add(
            isGood ? .pass : .fail,
            .httpHeader,
            option,
            expected: expected,
            got: got,
            summary: "header \(name): \(isWanted ? "expected" : "refused") '\(regex?.pattern ?? "any")', got \(got)"
        )
    }

    private func assess(
        _ document: Result<JSONValue, JSONError>,
        _ condition: JSONCondition,
        _ response: HTTPResponse,
        _ findings: inout Findings
    ) {
        switch document {
        case .success(let value):
            let (holds, got) = condition.evaluate(value)
            findings.add(
                holds ? .pass : .fail,
                .httpJSON,
                HTTPPlugin.Option.json,
                expected: condition.expectation,
                got: got,
                summary: "json \(condition.expectation): got \(got)"
            )
        case .failure(let error):
            let body = self.description(of: response)
            findings.add(
                .fail,
                .httpJSON,
                HTTPPlugin.Option.json,
                expected: condition.expectation,
                got: "\(error)",
                summary: "status \(response.status), \(body) is no JSON: \(error)"
            )
        }
    }

    private static func document(_ body: [UInt8]) -> Result<JSONValue, JSONError> {
        do throws(JSONError) {
            return .success(try JSONValue(parsing: body))
        } catch {
            return .failure(error)
        }
    }

    private func description(of response: HTTPResponse) -> String {
        response.isCut
            ? "the first \(response.body.count) bytes of the body (body_limit)"
            : "body of \(response.body.count) bytes"
    }

    static func text(_ ranges: [ClosedRange<Int>]) -> String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: " ")
    }
}

extension HTTPExpectations.Expectation {
    var name: String {
        switch self {
        case .body(_, let isWanted): isWanted ? HTTPPlugin.Option.expectBody : HTTPPlugin.Option.refuseBody
        case .bodyRegex(_, let isWanted):
            isWanted ? HTTPPlugin.Option.expectBodyRegex : HTTPPlugin.Option.refuseBodyRegex
        case .header(_, _, let isWanted, _):
            isWanted ? HTTPPlugin.Option.expectHeader : HTTPPlugin.Option.refuseHeader
        case .json: HTTPPlugin.Option.json
        }
    }

    var expected: String {
        switch self {
        case .body(let text, _): text
        case .bodyRegex(let regex, _): regex.pattern
        case .header(let name, let regex, _, _): regex.map { "\(name) \($0.pattern)" } ?? name
        case .json(let condition): condition.expectation
        }
    }
}
