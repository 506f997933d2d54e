import Checks

/// What the end of a program says of the service.
struct ExitVerdict: Sendable {
    let exitProtocol: ExecPlugin.ExitProtocol
    /// Whether it is a command line of `/bin/sh`.
    private let isShell: Bool
    /// A `vrrp_script` is judged as keepalived does: a signal is a failure, and 126 and 127 are codes like others.
    private let isScript: Bool
    private let statuses: [Int32: CheckStatus]
    private let rules: OutputRules
    private let thresholds: [MeasurementThreshold]
    private let limits: ResourceLimits

    init(_ definition: CheckDefinition, isShell: Bool) throws(CheckSetupError) {
        let options = definition.options
        self.exitProtocol =
            options.string(ExecPlugin.Option.protocol).flatMap(ExecPlugin.ExitProtocol.init(rawValue:)) ?? .keepalived
        self.isShell = isShell
        self.isScript =
            switch definition.origin {
            case .check, .trackProcess, .trackFile: false
            case .script: true
            }
        do throws(OptionError) {
            var statuses: [Int32: CheckStatus] = [:]
            for case .strings(let words) in options.all(ExecPlugin.Option.exitMap) {
                let mapping = try ExitMapping(words)
                statuses[Int32(mapping.code)] = mapping.status
            }
            self.statuses = statuses
            var thresholds: [MeasurementThreshold] = []
            for case .strings(let words) in options.all(ExecPlugin.Option.threshold) {
                thresholds.append(try MeasurementThreshold(words))
            }
            self.thresholds = thresholds
        } catch {
            throw CheckSetupError("check \(definition.name): \(error.message)")
        }
        self.rules = try OutputRules(options)
        self.limits = ResourceLimits(options)
    }

    func outcome(of completion: ChildCommand.Completion) -> CheckOutcome {
        switch completion.ending {
        case .notRun(let reason, let message):
            return CheckOutcome(
                .unknown,
                reason,
                message,
                assertions: [CheckOutcome.Assertion("start", expected: "the program runs", got: message, .unknown)]
            )
        case .signaled(let signal):
            return self.finished(self.outcome(signal: signal), completion)
        case .exited(let code):
            var outcome = self.outcome(code: code, completion)
            self.apply(to: &outcome, completion.output)
            return self.finished(outcome, completion)
        }
    }

    private func finished(_ outcome: CheckOutcome, _ completion: ChildCommand.Completion) -> CheckOutcome {
        var outcome = outcome
        if outcome.output.isEmpty {
            let said = completion.errors.isEmpty ? completion.output : completion.output + completion.errors
            let output = String(decoding: said, as: UTF8.self)
            outcome.output = OutcomeSanitizer.text(output, limit: CheckOutcome.outputLimit)
        }
        return outcome
    }

    private func outcome(signal: Int32) -> CheckOutcome {
        let status: CheckStatus = self.isScript && self.exitProtocol == .keepalived ? .fail : .unknown
        let cause = self.limits.option(behind: signal).map { " (\($0))" } ?? ""
        let text = "killed by signal \(signal)\(cause)"
        return CheckOutcome(
            status,
            .execSignal,
            text,
            assertions: [CheckOutcome.Assertion("exit", expected: "an exit code", got: text, status)]
        )
    }

    private func outcome(code: Int32, _ completion: ChildCommand.Completion) -> CheckOutcome {
        let output = String(decoding: completion.output, as: UTF8.self)
        let said = Self.firstLine(of: output, or: completion.errors)
        var outcome: CheckOutcome
        if let status = self.statuses[code] {
            outcome = self.mapped(code, status, completion, said)
        } else if code == 127 || code == 126, self.isShell || !self.isScript {
            outcome = self.commandNotRun(code, said)
        } else {
            switch self.exitProtocol {
            case .keepalived: outcome = Self.keepalived(code, said)
            case .nagios: outcome = Self.nagios(code, said)
            case .json: outcome = Self.json(code, completion.output, said)
            }
        }
        if self.exitProtocol == .nagios || !self.thresholds.isEmpty, outcome.measurements.isEmpty {
            outcome.measurements = PerformanceData.measurements(in: output)
        }
        let exit = CheckOutcome.Assertion("exit", expected: self.expectedExit, got: "code \(code)", outcome.status)
        outcome.assertions.insert(exit, at: 0)
        return outcome
    }

    private var expectedExit: String {
        let codes = self.statuses.filter { $0.value == .pass }.map(\.key).sorted()
        let zero: [Int32] = self.statuses[0] == nil ? [0] : []
        return "code \((zero + codes).map(String.init).joined(separator: " or "))"
    }

    private func mapped(
        _ code: Int32,
        _ status: CheckStatus,
        _ completion: ChildCommand.Completion,
        _ said: String
    ) -> CheckOutcome {
        if self.exitProtocol == .json, var outcome = try? ResultObject.outcome(parsing: completion.output) {
            outcome.status = status
            return outcome
        }
        let text = Self.summary("exit code \(code)", said)
        return CheckOutcome(status, status == .pass ? .ok : .execExit, text)
    }

    private func commandNotRun(_ code: Int32, _ said: String) -> CheckOutcome {
        let runner = self.isShell ? "the shell" : "the program"
        return code == 127
            ? CheckOutcome(
                .unknown,
                .execNotFound,
                Self.summary("\(runner) did not find a command (exit code 127)", said)
            )
            : CheckOutcome(
                .unknown,
                .execNotExecutable,
                Self.summary("\(runner) cannot run a command (exit code 126)", said)
            )
    }

    private static func keepalived(_ code: Int32, _ said: String) -> CheckOutcome {
        code == 0
            ? CheckOutcome(.pass, .ok, Self.summary("exit code 0", said))
            : CheckOutcome(.fail, .execExit, Self.summary("exit code \(code)", said))
    }

    private static func nagios(_ code: Int32, _ said: String) -> CheckOutcome {
        let text = said.isEmpty ? "exit code \(code)" : said
        switch code {
        case 0: return CheckOutcome(.pass, .ok, text)
        case 1: return CheckOutcome(.warn, .execExit, text)
        case 2: return CheckOutcome(.fail, .execExit, text)
        case 3: return CheckOutcome(.unknown, .execExit, text)
        default:
            return CheckOutcome(.unknown, .execExit, Self.summary("expected exit code 0 to 3, found \(code)", said))
        }
    }

    private static func json(_ code: Int32, _ output: [UInt8], _ said: String) -> CheckOutcome {
        do throws(ResultObject.Malformed) {
            let outcome = try ResultObject.outcome(parsing: output)
            guard code != 0, outcome.status == .pass || outcome.status == .warn else { return outcome }
            let text = "says \(outcome.status), and ended with exit code \(code)"
            return CheckOutcome(.unknown, .execMalformed, text, output: outcome.output)
        } catch {
            let found = said.isEmpty ? "found nothing" : "found '\(said)'"
            return code == 0
                ? CheckOutcome(.unknown, .execMalformed, "\(error.message); \(found)")
                : CheckOutcome(.unknown, .execExit, Self.summary("exit code \(code)", said))
        }
    }

    /// What the output and the measured values say where the exit code says well.
    private func apply(to outcome: inout CheckOutcome, _ output: [UInt8]) {
        let assertions =
            self.rules.assertions(about: output) + self.thresholds.map { $0.assertion(about: outcome.measurements) }
        outcome.assertions += assertions
        guard outcome.status == .pass || outcome.status == .warn else { return }
        // The worst decides: a failure before what is not known, and that before a warning.
        for status in [CheckStatus.fail, .unknown, .warn] where status != outcome.status {
            guard let worst = assertions.first(where: { $0.status == status }) else { continue }
            outcome.status = status
            outcome.reason = status == .unknown ? .execMalformed : .execOutput
            outcome.summary = "\(worst.name): expected \(worst.expected), found \(worst.got)"
            return
        }
    }

    private static func summary(_ text: String, _ said: String) -> String { said.isEmpty ? text : "\(text): \(said)" }

    /// Up to the performance data of a Nagios plugin, if this is one.
    private static func firstLine(of output: String, or errors: [UInt8]) -> String {
        let text = Self.firstLine(of: output)
        return text.isEmpty ? Self.firstLine(of: String(decoding: errors, as: UTF8.self)) : text
    }

    private static func firstLine(of output: String) -> String {
        let line = output.split(whereSeparator: \.isNewline).first { line in line.contains { !$0.isWhitespace } }
        let text = line.map { $0.prefix { $0 != "|" } } ?? ""
        return OutcomeSanitizer.line(String(text), limit: CheckOutcome.summaryLimit - 64)
    }
}
