import Checks

extension FileExpectation {
    /// The outcome of a look at `path`.
    ///
    /// - Parameter lastScore: The score of the look before, for keepalived's rules.
    func outcome(
        of look: Result<FileFacts, FileFacts.Failure>,
        path: String,
        now: FileFacts.Timestamp,
        lastScore: Int
    ) -> CheckOutcome {
        switch look {
        case .success(let facts):
            return self.isAbsent
                ? self.present(facts, path, now) : self.judged(facts, path, now, lastScore: lastScore)
        case .failure(.missing):
            return self.missing(path)
        case .failure(.failed(let number, let call)):
            return CheckOutcome(
                .unknown,
                .fileUnreadable,
                "cannot \(call) \(path): \(ErrorText.of(number))",
                assertions: [
                    CheckOutcome.Assertion(
                        self.isAbsent ? FilePlugin.Option.absent : "exists",
                        expected: self.isAbsent ? "no such file" : "a file",
                        got: ErrorText.of(number),
                        .unknown
                    )
                ]
            )
        }
    }

    private func missing(_ path: String) -> CheckOutcome {
        var findings = Findings()
        if self.isAbsent {
            findings.require(
                FilePlugin.Option.absent,
                expected: "no such file",
                got: "no such file",
                true,
                else: .filePresent,
                ""
            )
            return findings.outcome("\(path) is not there, as expected")
        }
        if self.score == .keepalived {
            findings.add("score", expected: "a number", got: "no such file: 0", .pass, .ok, "")
            var outcome = findings.outcome("\(path) is not there: score 0")
            outcome.score = 0
            return outcome
        }
        findings.require(
            "exists",
            expected: "a file",
            got: "no such file",
            false,
            else: .fileMissing,
            "no file \(path)"
        )
        return findings.outcome("")
    }

    private func present(_ facts: FileFacts, _ path: String, _ now: FileFacts.Timestamp) -> CheckOutcome {
        let age = now.since(facts.modified)
        var findings = Findings()
        findings.require(
            FilePlugin.Option.absent,
            expected: "no such file",
            got: "\(facts.size) bytes, written \(age.readable) ago",
            false,
            else: .filePresent,
            "\(path) is there, expected no such file; written \(age.readable) ago"
        )
        return findings.outcome("")
    }

    private func judged(
        _ facts: FileFacts,
        _ path: String,
        _ now: FileFacts.Timestamp,
        lastScore: Int
    ) -> CheckOutcome {
        let age = now.since(facts.modified)
        var findings = Findings()
        findings.require("exists", expected: "a file", got: "a \(facts.type)", true, else: .fileMissing, "")
        self.judgeAge(age, path, &findings)
        self.judgeSize(facts.size, path, &findings)
        if self.readLimit > 0 {
            if facts.content == nil {
                findings.add(
                    "content",
                    expected: "a file with content",
                    got: "no regular file",
                    .fail,
                    .fileContent,
                    "\(path) is no regular file, so it has no content"
                )
            }
            self.judgeContent(facts.content ?? [], path, &findings)
        }
        let score = self.judgeScore(facts.content ?? [], path, lastScore: lastScore, &findings)
        let type = facts.isRegular ? "" : "a \(facts.type), "
        let scored = score.map { ", score \($0)" } ?? ""
        var outcome = findings.outcome("\(path): \(type)\(facts.size) bytes, written \(age.readable) ago\(scored)")
        outcome.score = score
        outcome.measurements = [
            CheckOutcome.Measurement(name: "size", value: Double(facts.size), unit: "B"),
            CheckOutcome.Measurement(name: "age", value: age.milliseconds / 1000, unit: "s"),
        ]
        if let score {
            outcome.measurements.append(CheckOutcome.Measurement(name: "score", value: Double(score), unit: ""))
        }
        return outcome
    }

    private func judgeAge(_ age: Duration, _ path: String, _ findings: inout Findings) {
        if let most = self.maxAge {
            findings.require(
                FilePlugin.Option.maxAge,
                expected: "at most \(most.readable)",
                got: age.readable,
                age <= most,
                else: .fileOld,
                "\(path) was written \(age.readable) ago, expected at most \(most.readable)"
            )
        }
        if let least = self.minAge {
            findings.require(
                FilePlugin.Option.minAge,
                expected: "at least \(least.readable)",
                got: age.readable,
                age >= least,
                else: .fileYoung,
                "\(path) was written \(age.readable) ago, expected at least \(least.readable)"
            )
        }
    }

    private func judgeSize(_ size: Int, _ path: String, _ findings: inout Findings) {
        if let least = self.minSize {
            findings.require(
                FilePlugin.Option.minSize,
                expected: "at least \(least) bytes",
                got: "\(size) bytes",
                size >= least,
                else: .fileSize,
                "\(path) has \(size) bytes, expected at least \(least)"
            )
        }
        if let most = self.maxSize {
            findings.require(
                FilePlugin.Option.maxSize,
                expected: "at most \(most) bytes",
                got: "\(size) bytes",
                size <= most,
                else: .fileSize,
                "\(path) has \(size) bytes, expected at most \(most)"
            )
        }
    }

    private func judgeContent(_ content: [UInt8], _ path: String, _ findings: inout Findings) {
        for expression in self.expected {
            let matches = expression.matches(content)
            findings.require(
                FilePlugin.Option.expectContent,
                expected: "/\(expression.pattern)/",
                got: matches ? "a match" : Self.excerpt(content),
                matches,
                else: .fileContent,
                "\(path) does not match /\(expression.pattern)/: \(Self.excerpt(content))"
            )
        }
        for expression in self.refused {
            let matches = expression.matches(content)
            findings.require(
                FilePlugin.Option.refuseContent,
                expected: "no /\(expression.pattern)/",
                got: matches ? Self.excerpt(content) : "no match",
                !matches,
                else: .fileContent,
                "\(path) matches /\(expression.pattern)/, which it must not: \(Self.excerpt(content))"
            )
        }
    }

    /// The score; nil where none is asked for, or none can be read.
    private func judgeScore(
        _ content: [UInt8],
        _ path: String,
        lastScore: Int,
        _ findings: inout Findings
    ) -> Int? {
        switch self.score {
        case .off:
            return nil
        case .on:
            let score = FileScore.strict(content)
            findings.add(
                FilePlugin.Option.score,
                expected: "an integer from -254 to 254",
                got: score.map { "\($0)" } ?? Self.excerpt(content),
                score == nil ? .unknown : .pass,
                .fileContent,
                "\(path) holds no score: expected an integer from -254 to 254, found \(Self.excerpt(content))"
            )
            return score
        case .keepalived:
            let score = FileScore.keepalived(content) ?? lastScore
            findings.add(
                FilePlugin.Option.score,
                expected: "a number",
                got: "\(Self.excerpt(content)): \(score)",
                .pass,
                .ok,
                ""
            )
            return score
        }
    }

    private static func excerpt(_ content: [UInt8]) -> String {
        content.isEmpty
            ? "nothing"
            : "'\(OutcomeSanitizer.line(String(decoding: content.prefix(120), as: UTF8.self), limit: 60))'"
    }
}
