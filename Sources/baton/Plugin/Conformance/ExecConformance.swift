import Checks
import Glibc

/// exec/1: a program that is run for each answer.
struct ExecConformance: ConformanceTest {
    let program: TestedProgram
    let manifest: PluginManifest
    let folder: FixtureFolder

    /// What a run may take; the program is told.
    private static let deadline = Duration.seconds(2)
    private static let environment = ["CHECK_API": "1.0", "CHECK_TIMEOUT_MS": "2000"]

    func problems(_ test: ConformanceCase) throws(TestedProgram.Failure) -> [String] {
        switch test {
        case .describes, .doesNotGrow, .keepsTheConversation: []
        case .examplesAreValid: try ParameterConformance(program: self.program, manifest: self.manifest).examples()
        case .badParametersAreRefused:
            try ParameterConformance(program: self.program, manifest: self.manifest).mistakes()
        case .outcomesAreDeclared: try self.forEachCase(self.asDeclared)
        case .obeysItsDeadline: try self.deadline()
        case .leavesNoProcess: try self.processes()
        case .boundsItsOutput: try self.forEachCase(self.bounded)
        case .needsNoSurroundings: try self.surroundings()
        case .runsBesideItself: try self.together()
        case .leavesNoFile: try self.files()
        case .exitsWellOnlyWhenWell: try self.forEachCase(self.honest)
        case .refusesAnotherVersion: try self.version()
        }
    }

    private func run(
        _ arguments: [String],
        _ setting: TestedProgram.Setting = TestedProgram.Setting()
    ) throws(TestedProgram.Failure) -> ProgramRun {
        var setting = setting
        setting.environment.merge(Self.environment) { own, _ in own }
        return try self.program.run(arguments, setting, time: Self.deadline)
    }

    private func forEachCase(
        _ judge: (PluginManifest.Case, ProgramRun) -> String?
    ) throws(TestedProgram.Failure) -> [String] {
        var problems: [String] = []
        for declared in self.manifest.cases {
            guard let problem = judge(declared, try self.run(declared.arguments)) else { continue }
            problems.append("\(ParameterConformance.text(declared.arguments)): \(problem)")
        }
        return problems
    }

    private func asDeclared(_ declared: PluginManifest.Case, _ run: ProgramRun) -> String? {
        guard run.status(self.manifest.exitProtocol) == declared.status else {
            let found = run.status(self.manifest.exitProtocol).map { "\($0) (\(run.endingText))" } ?? run.endingText
            return "expected \(declared.status), found \(found)\(run.said.isEmpty ? "" : ": \(run.said)")"
        }
        guard let reason = declared.reason, let found = run.object?["reason"]?.string, reason != found else {
            return nil
        }
        return "expected reason \(reason), found \(found)"
    }

    private func bounded(_ declared: PluginManifest.Case, _ run: ProgramRun) -> String? {
        let limit = self.manifest.exitProtocol == .json ? 64 * 1024 : CheckOutcome.outputLimit
        guard run.output.count <= limit else { return "expected at most \(limit) bytes, found \(run.output.count)" }
        return OutputConformance.problem(with: run.output, summary: run.object?["summary"]?.string)
    }

    private func honest(_ declared: PluginManifest.Case, _ run: ProgramRun) -> String? {
        guard run.isSuccess else {
            let said = run.object?["status"]?.string
            return said == "pass" || said == "warn" ? "says \(said ?? ""), and ends with \(run.endingText)" : nil
        }
        switch self.manifest.exitProtocol {
        case .json: return run.object == nil ? "exit code 0 and no JSON object: \(run.said)" : nil
        case .keepalived, .nagios:
            let words = run.said.uppercased().split { !$0.isLetter }
            let bad = words.prefix(3).first {
                ["WARNING", "CRITICAL", "UNKNOWN", "FAIL", "FAILED", "ERROR"].contains($0)
            }
            return bad.map { "exit code 0, and the text says \($0)" }
        }
    }

    private func deadline() throws(TestedProgram.Failure) -> [String] {
        var problems = try self.forEachCase { _, run in
            run.duration > Self.deadline || run.ending == .killed
                ? "expected an end within 2 s, as CHECK_TIMEOUT_MS says, found \(run.endingText)" : nil
        }
        let setting = TestedProgram.Setting(environment: Self.environment)
        let running = try RunningProgram(self.program, self.manifest.cases[0].arguments, setting)
        running.signal(SIGTERM)
        let run = running.finish(within: TestedProgram.grace)
        if run.ending == .killed { problems.append("expected an end within 2 s of TERM, and it took KILL") }
        return problems
    }

    private func processes() throws(TestedProgram.Failure) -> [String] {
        for declared in self.manifest.cases { _ = try self.run(declared.arguments) }
        // What is ending by itself may end.
        usleep(200_000)
        return []
    }

    private func surroundings() throws(TestedProgram.Failure) -> [String] {
        let user = UnprivilegedUser.identifier
        let setting = TestedProgram.Setting(environment: ["HOME": "/nonexistent"], folder: "/", user: user)
        var problems: [String] = []
        for declared in self.manifest.cases {
            let run = try self.run(declared.arguments, setting)
            guard let problem = self.asDeclared(declared, run) else { continue }
            let who = user == nil ? "" : " as an unprivileged user"
            problems.append("\(ParameterConformance.text(declared.arguments))\(who): \(problem)")
        }
        return problems
    }

    private func together() throws(TestedProgram.Failure) -> [String] {
        var problems: [String] = []
        for declared in self.manifest.cases {
            let runs = try self.program.runTogether(2, declared.arguments, time: Self.deadline)
            let found = runs.map { $0.status(self.manifest.exitProtocol) }
            if found != [declared.status, declared.status] {
                let text = found.map { $0.map { "\($0)" } ?? "no result" }.joined(separator: " and ")
                problems.append("\(ParameterConformance.text(declared.arguments)): found \(text)")
            }
        }
        return problems
    }

    private func files() throws(TestedProgram.Failure) -> [String] {
        let scratch = try ScratchFolders(in: self.folder, program: self.program.path)
        for declared in self.manifest.cases { _ = try self.run(declared.arguments, scratch.setting) }
        return scratch.problems
    }

    private func version() throws(TestedProgram.Failure) -> [String] {
        let passing = self.manifest.cases.first { $0.status == .pass } ?? self.manifest.cases[0]
        let run = try self.run(passing.arguments, TestedProgram.Setting(environment: ["CHECK_API": "99.0"]))
        guard case .exited = run.ending else { return ["with CHECK_API=99.0: found \(run.endingText)"] }
        let status = run.status(self.manifest.exitProtocol)
        if status == .pass || status == .warn { return ["with CHECK_API=99.0: expected a refusal, found \(run.said)"] }
        return run.said.isEmpty ? ["with CHECK_API=99.0: expected a message that names the version"] : []
    }
}
