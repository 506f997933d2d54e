import Checks

/// What the end of a program says of the service.
struct ExitVerdict: Sendable {
    var exitProtocol: ExecPlugin.ExitProtocol
    /// Whether the exit codes 126 and 127 are a shell's for "cannot run" and "not found".
    var isShell: Bool

    init(_ options: CheckOptions, isShell: Bool) {
        self.exitProtocol =
            options.string(ExecPlugin.Option.protocol).flatMap(ExecPlugin.ExitProtocol.init(rawValue:)) ?? .keepalived
        self.isShell = isShell
    }

    func outcome(of completion: ChildCommand.Completion) -> CheckOutcome {
        let output = String(decoding: completion.output, as: UTF8.self)
        var outcome =
            switch completion.ending {
            case .notRun(let reason, let message): CheckOutcome(.unknown, reason, message)
            case .signaled(let signal): self.outcome(signal: signal)
            case .exited(let code): self.outcome(code: code, output)
            }
        outcome.output = OutcomeSanitizer.text(output, limit: CheckOutcome.outputLimit)
        return outcome
    }

    private func outcome(signal: Int32) -> CheckOutcome {
        switch self.exitProtocol {
        case .keepalived: CheckOutcome(.fail, .execSignal, "killed by signal \(signal)")
        case .nagios: CheckOutcome(.unknown, .execSignal, "killed by signal \(signal)")
        }
    }

    private func outcome(code: Int32, _ output: String) -> CheckOutcome {
        let said = Self.firstLine(of: output)
        func summary(_ text: String) -> String { said.isEmpty ? text : "\(text): \(said)" }
        if self.isShell, code == 127 {
            return CheckOutcome(.unknown, .execNotFound, summary("the shell did not find a command (exit code 127)"))
        }
        if self.isShell, code == 126 {
            return CheckOutcome(.unknown, .execNotExecutable, summary("the shell cannot run a command (exit code 126)"))
        }
        switch self.exitProtocol {
        case .keepalived:
            return code == 0
                ? CheckOutcome(.pass, .ok, summary("exit code 0"))
                : CheckOutcome(.fail, .execExit, summary("exit code \(code)"))
        case .nagios:
            let measurements = PerformanceData.measurements(in: output)
            let text = said.isEmpty ? "exit code \(code)" : said
            switch code {
            case 0: return CheckOutcome(.pass, .ok, text, measurements: measurements)
            case 1: return CheckOutcome(.warn, .execExit, text, measurements: measurements)
            case 2: return CheckOutcome(.fail, .execExit, text, measurements: measurements)
            case 3: return CheckOutcome(.unknown, .execExit, text, measurements: measurements)
            default:
                return CheckOutcome(.unknown, .execExit, summary("expected exit code 0 to 3, found \(code)"))
            }
        }
    }

    /// Up to the performance data of a Nagios plugin, if this is one.
    private static func firstLine(of output: String) -> String {
        let line = output.split(whereSeparator: \.isNewline).first { line in line.contains { !$0.isWhitespace } }
        let text = line.map { $0.prefix { $0 != "|" } } ?? ""
        return OutcomeSanitizer.line(String(text), limit: CheckOutcome.summaryLimit - 64)
    }
}
