/// What is asked of `--validate`, whatever the tier.
struct ParameterConformance {
    let program: TestedProgram
    let manifest: PluginManifest

    func examples() throws(TestedProgram.Failure) -> [String] {
        var problems: [String] = []
        for example in self.manifest.examples {
            let run = try self.validate(example)
            if !run.isSuccess {
                problems.append(
                    "--validate \(Self.text(example)): expected exit code 0, found \(run.endingText): \(run.said)"
                )
            }
        }
        return problems
    }

    func mistakes() throws(TestedProgram.Failure) -> [String] {
        var mistakes: [[String]]
        let base = self.manifest.examples[0]
        switch self.manifest.tier {
        case .exec: mistakes = [base + ["--no-such-parameter"]]
        case .stream: mistakes = [base + ["no_such_option=1"]]
        }
        for parameter in self.manifest.parameters where ["integer", "number"].contains(parameter.type) {
            switch self.manifest.tier {
            // A positional parameter has no name to stand behind.
            case .exec where !parameter.name.hasPrefix("-"): continue
            case .exec: mistakes.append(base + [parameter.name, "not-a-number"])
            case .stream: mistakes.append(base + ["\(parameter.name)=not-a-number"])
            }
        }
        var problems: [String] = []
        for mistake in mistakes {
            let run = try self.validate(mistake)
            let command = "--validate \(Self.text(mistake))"
            if run.ending == .exited(0) {
                problems.append("\(command): expected another exit code than 0")
            } else if case .exited = run.ending {
                if run.said.isEmpty { problems.append("\(command): expected a message that says what is wrong") }
            } else {
                problems.append("\(command): expected an exit code, found \(run.endingText)")
            }
        }
        return problems
    }

    private func validate(_ arguments: [String]) throws(TestedProgram.Failure) -> ProgramRun {
        try self.program.run(["--validate"] + arguments, time: ConformanceKit.patience)
    }

    static func text(_ arguments: [String]) -> String {
        arguments.map { $0.contains(" ") || $0.isEmpty ? "'\($0)'" : $0 }.joined(separator: " ")
    }
}
