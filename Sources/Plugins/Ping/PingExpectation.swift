import Checks
import Glibc

/// What a check asks of a round of echoes.
struct PingExpectation: Sendable {
    /// Percent.
    var maxLoss: Int
    var warnTime: Duration?
    var maxTime: Duration?

    init(_ definition: CheckDefinition) throws(CheckSetupError) {
        let options = definition.options
        self.maxLoss = options.integer(PingPlugin.Option.maxLoss) ?? PingPlugin.defaultMaxLoss
        self.warnTime = options.duration(PingPlugin.Option.warnTime)
        self.maxTime = options.duration(PingPlugin.Option.maxTime)
        if let warn = self.warnTime, let most = self.maxTime, warn >= most {
            throw CheckSetupError(
                """
                check \(definition.name): warn_rtt \(Self.text(warn)) must be less than max_rtt \(Self.text(most)), or \
                it never warns
                """
            )
        }
    }

    func outcome(of result: EchoRound.Result, from host: String) -> CheckOutcome {
        var findings = Findings()
        let answers = result.answers
        let sent = result.times.count
        let lost = Int(result.loss.rounded())
        let unreachable = answers.isEmpty ? result.failures.first : nil
        let isBarred = unreachable == EPERM || unreachable == EACCES
        if let unreachable {
            let text = ErrorText.of(unreachable)
            findings.add(
                "answer",
                expected: "an answer",
                got: text,
                isBarred ? .unknown : .fail,
                isBarred ? .pingPermission : .pingUnreachable,
                isBarred
                    ? "this machine does not let echo requests out to \(host): \(text)" : "no way to \(host): \(text)"
            )
        }
        findings.add(
            PingPlugin.Option.maxLoss,
            expected: "at most \(self.maxLoss) %",
            got: "\(lost) %",
            result.loss <= Double(self.maxLoss) ? .pass : isBarred ? .unknown : .fail,
            .pingLoss,
            answers.isEmpty
                ? "\(host) did not answer \(sent == 1 ? "the echo request" : "any of \(sent) echo requests")"
                : """
                \(host) answered \(answers.count) of \(sent) echo requests, a loss of \(lost) %; expected at most \
                \(self.maxLoss) %
                """
        )
        let average = answers.isEmpty ? nil : answers.reduce(.zero, +) / answers.count
        self.judge(average, host, &findings)
        var outcome = findings.outcome(
            "\(host) answered \(answers.count) of \(sent) echo requests in \(average.map(Self.text) ?? "no time")"
        )
        outcome.measurements = Self.measurements(of: result, average)
        return outcome
    }

    private func judge(_ average: Duration?, _ host: String, _ findings: inout Findings) {
        for (name, limit, status) in [
            (PingPlugin.Option.maxTime, self.maxTime, CheckStatus.fail),
            (PingPlugin.Option.warnTime, self.warnTime, CheckStatus.warn),
        ] {
            guard let limit else { continue }
            let expected = "at most \(Self.text(limit))"
            guard let average else {
                findings.skip(name, expected: expected)
                continue
            }
            findings.add(
                name,
                expected: expected,
                got: Self.text(average),
                average <= limit ? .pass : status,
                .pingSlow,
                "\(host) answers in \(Self.text(average)) on average, expected \(expected)"
            )
        }
    }

    private static func measurements(
        of result: EchoRound.Result,
        _ average: Duration?
    ) -> [CheckOutcome.Measurement] {
        var measurements = [CheckOutcome.Measurement(name: "loss", value: result.loss, unit: "%")]
        guard let average, let least = result.answers.min(), let most = result.answers.max() else {
            return measurements
        }
        for (name, value) in [("rtt_min", least), ("rtt_avg", average), ("rtt_max", most)] {
            measurements.append(CheckOutcome.Measurement(name: name, value: value.milliseconds, unit: "ms"))
        }
        return measurements
    }

    /// Three decimals of a millisecond: a round trip on one link takes less than one.
    private static func text(_ duration: Duration) -> String {
        let micros = Int((duration.milliseconds * 1000).rounded())
        let digits = "\(micros % 1000)"
        return micros % 1000 == 0
            ? "\(micros / 1000) ms"
            : "\(micros / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits) ms"
    }
}
