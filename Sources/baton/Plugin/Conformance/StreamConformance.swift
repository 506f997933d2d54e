import Checks
import Glibc

/// stream/1: a program that keeps running and is asked.
struct StreamConformance: ConformanceTest {
    let program: TestedProgram
    let manifest: PluginManifest
    let folder: FixtureFolder

    static let environment = ["CHECK_STREAM": "1.0"]
    static let deadline = Duration.seconds(2)

    func problems(_ test: ConformanceCase) throws(TestedProgram.Failure) -> [String] {
        switch test {
        case .describes, .exitsWellOnlyWhenWell: []
        case .examplesAreValid: try ParameterConformance(program: self.program, manifest: self.manifest).examples()
        case .badParametersAreRefused:
            try ParameterConformance(program: self.program, manifest: self.manifest).mistakes()
        case .outcomesAreDeclared: try self.withConversation { $0.flatMapCases(self.asDeclared) }
        case .obeysItsDeadline: try self.deadline()
        case .leavesNoProcess: try self.processes()
        case .boundsItsOutput: try self.withConversation { $0.flatMapCases(self.bounded) }
        case .needsNoSurroundings: try self.surroundings()
        case .runsBesideItself: try self.together()
        case .leavesNoFile: try self.files()
        case .doesNotGrow: try self.growth()
        case .keepsTheConversation: try self.conversation()
        case .refusesAnotherVersion: try self.version()
        }
    }

    func start(_ setting: TestedProgram.Setting = TestedProgram.Setting()) throws(TestedProgram.Failure)
        -> StreamConversation
    {
        var setting = setting
        setting.environment.merge(Self.environment) { own, _ in own }
        return try StreamConversation(self.program, setting: setting)
    }

    /// The declared cases, asked one after the other in one conversation.
    struct Session {
        let conversation: StreamConversation
        let cases: [PluginManifest.Case]

        func flatMapCases(_ judge: (PluginManifest.Case, JSONValue?) -> String?) -> [String] {
            var problems: [String] = []
            for (index, declared) in self.cases.enumerated() {
                let check = "check \(index)"
                self.conversation.configure(check, declared.arguments)
                let result = self.conversation.run(check, number: index + 1, deadline: StreamConformance.deadline)
                guard let problem = judge(declared, result) else { continue }
                problems.append("\(ParameterConformance.text(declared.arguments)): \(problem)")
            }
            return problems
        }
    }

    func withConversation(
        _ setting: TestedProgram.Setting = TestedProgram.Setting(),
        _ body: (Session) -> [String]
    ) throws(TestedProgram.Failure) -> [String] {
        let conversation = try self.start(setting)
        defer { conversation.end() }
        guard conversation.greeting() != nil else { return ["expected a hello within 5 s"] }
        return body(Session(conversation: conversation, cases: self.manifest.cases))
    }

    func asDeclared(_ declared: PluginManifest.Case, _ result: JSONValue?) -> String? {
        guard let result else { return "expected a result within 2 s" }
        let status = result["status"]?.string
        guard status == "\(declared.status)" else {
            return "expected \(declared.status), found \(status ?? "no status"): \(result["summary"]?.string ?? "")"
        }
        guard let reason = declared.reason, let found = result["reason"]?.string, reason != found else { return nil }
        return "expected reason \(reason), found \(found)"
    }

    private func bounded(_ declared: PluginManifest.Case, _ result: JSONValue?) -> String? {
        guard let result else { return "expected a result of at most 64 KiB within 2 s" }
        return OutputConformance.problem(
            with: Array(result.text.utf8),
            summary: result["summary"]?.string ?? ""
        )
    }

    private func deadline() throws(TestedProgram.Failure) -> [String] {
        var problems = try self.withConversation { session in
            session.flatMapCases { _, result in result == nil ? "expected a result before deadline_ms" : nil }
        }
        let conversation = try self.start()
        defer { conversation.end() }
        _ = conversation.greeting()
        conversation.signal(SIGTERM)
        if conversation.status(within: TestedProgram.grace) == nil {
            problems.append("expected an end within 2 s of TERM")
        }
        return problems
    }

    /// What is left once the process has ended by itself.
    private func processes() throws(TestedProgram.Failure) -> [String] {
        let conversation = try self.start()
        defer { conversation.end() }
        _ = conversation.greeting()
        _ = Session(conversation: conversation, cases: self.manifest.cases).flatMapCases { _, _ in nil }
        conversation.hangUp()
        guard conversation.status(within: TestedProgram.grace) != nil else {
            return ["expected an end within 2 s of the end of its input"]
        }
        usleep(200_000)
        return []
    }

    private func surroundings() throws(TestedProgram.Failure) -> [String] {
        let user = UnprivilegedUser.identifier
        let setting = TestedProgram.Setting(environment: ["HOME": "/nonexistent"], folder: "/", user: user)
        return try self.withConversation(setting) { $0.flatMapCases(self.asDeclared) }
    }

    private func together() throws(TestedProgram.Failure) -> [String] {
        let other = try self.start()
        defer { other.end() }
        guard other.greeting() != nil else { return ["expected a hello within 5 s"] }
        let session = Session(conversation: other, cases: self.manifest.cases)
        return try self.withConversation { first in
            first.flatMapCases(self.asDeclared) + session.flatMapCases(self.asDeclared)
        }
    }

    private func files() throws(TestedProgram.Failure) -> [String] {
        let scratch = try ScratchFolders(in: self.folder, program: self.program.path)
        let problems = try self.withConversation(scratch.setting) { session in
            _ = session.flatMapCases { _, _ in nil }
            session.conversation.hangUp()
            _ = session.conversation.status(within: TestedProgram.grace)
            return []
        }
        return problems + scratch.problems
    }

    private func version() throws(TestedProgram.Failure) -> [String] {
        let conversation = try self.start(TestedProgram.Setting(environment: ["CHECK_STREAM": "99.0"]))
        defer { conversation.end() }
        switch conversation.status(within: StreamConversation.patience) {
        case nil, .killed: return ["with CHECK_STREAM=99.0: expected an end within 5 s"]
        case .exited(0): return ["with CHECK_STREAM=99.0: expected another exit code than 0"]
        case .exited: return []
        case .signaled(let signal): return ["with CHECK_STREAM=99.0: expected an exit code, found signal \(signal)"]
        }
    }
}
