import Checks

/// What the output of a program must say, and what not.
struct OutputRules: Sendable {
    private var expected: [RegularExpression]
    private var refused: [RegularExpression]
    private var warning: [RegularExpression]

    init(_ options: CheckOptions) throws(CheckSetupError) {
        self.expected = try Self.patterns(options, ExecPlugin.Option.expectOutput)
        self.refused = try Self.patterns(options, ExecPlugin.Option.refuseOutput)
        self.warning = try Self.patterns(options, ExecPlugin.Option.warnOutput)
    }

    private static func patterns(_ options: CheckOptions, _ name: String) throws(CheckSetupError) -> [RegularExpression]
    {
        var patterns: [RegularExpression] = []
        for case .string(let pattern) in options.all(name) {
            do throws(OptionError) {
                patterns.append(try RegularExpression(pattern))
            } catch {
                throw CheckSetupError("option \(name): \(error.message)")
            }
        }
        return patterns
    }

    /// One for each pattern, in the order expected, refused, warning.
    func assertions(about output: [UInt8]) -> [CheckOutcome.Assertion] {
        let found = OutcomeSanitizer.line(String(decoding: output.prefix(512), as: UTF8.self), limit: 120)
        let said = found.isEmpty ? "no output" : "'\(found)'"
        let expected = self.expected.map { pattern in
            let isFound = pattern.matches(output)
            return CheckOutcome.Assertion(
                ExecPlugin.Option.expectOutput,
                expected: "a line like '\(pattern.pattern)'",
                got: isFound ? "found" : said,
                isFound ? .pass : .fail
            )
        }
        return expected + self.refused.map { Self.absence(of: $0, ExecPlugin.Option.refuseOutput, .fail, output) }
            + self.warning.map { Self.absence(of: $0, ExecPlugin.Option.warnOutput, .warn, output) }
    }

    private static func absence(
        of pattern: RegularExpression,
        _ option: String,
        _ status: CheckStatus,
        _ output: [UInt8]
    ) -> CheckOutcome.Assertion {
        let lines = output.split(separator: UInt8(ascii: "\n"))
        let line = lines.first { pattern.matches($0) }
        return CheckOutcome.Assertion(
            option,
            expected: "no line like '\(pattern.pattern)'",
            got: line.map { "'\(OutcomeSanitizer.line(String(decoding: $0, as: UTF8.self), limit: 120))'" } ?? "none",
            line == nil ? .pass : status
        )
    }
}
