import Checks

/// Gives the statements of a `*.test.conf` file their meaning.
struct CheckTestReader {
    /// Its values, and its words about them.
    var interpreter: Interpreter
    private(set) var tests: [CheckTest] = []
    private let plugins: [PluginDescription]
    private let checks: [Statement]
    private var names: [String: Word] = [:]

    init(plugins: [PluginDescription], checks: [Statement], log: DiagnosticLog) {
        self.plugins = plugins
        self.checks = checks
        self.interpreter = Interpreter(plugins: plugins, log: log)
    }

    mutating func read(_ statements: [Statement]) {
        for statement in statements {
            guard statement.keyword.text == "test" else {
                self.interpreter.log.error(
                    statement.keyword,
                    "\(statement.keyword.quoted) has no place in a file of tests: expected test NAME { … }",
                    fix: "keep checks in files of their own, beside this one"
                )
                continue
            }
            self.readTest(statement)
        }
    }

    private mutating func readTest(_ statement: Statement) {
        guard let name = self.interpreter.checkName(of: statement), let block = self.interpreter.block(of: statement)
        else { return }
        if let first = self.names.updateValue(name, forKey: name.text) {
            self.interpreter.log.error(
                name,
                "a test named \(name.quoted) stands at \(first.location) already",
                fix: "give one of them another name"
            )
        }
        let before = self.interpreter.log.errorCount
        var draft = CheckTestDraft()
        for statement in block { self.read(statement, into: &draft) }
        guard let check = draft.check else {
            self.interpreter.log.error(
                name,
                "test \(name.quoted) names no check",
                fix: "add a line such as: check web { http http://<server>/ }"
            )
            return
        }
        guard draft.runsCheck else {
            self.interpreter.log.error(
                name,
                "test \(name.quoted) expects nothing",
                fix: "add a line such as: expect pass"
            )
            return
        }
        guard let original = self.original(of: check) else { return }
        let test = CheckTest(
            name: name.text,
            summary: draft.summary,
            fixtures: draft.fixtures,
            steps: draft.steps,
            location: name.location,
            original: original,
            changes: check
        )
        guard self.placeholdersAreKnown(in: check, of: draft) else { return }
        guard self.interpreter.log.errorCount == before else { return }
        self.rehearse(test)
        self.tests.append(test)
    }

    private mutating func original(of check: Statement) -> Statement? {
        guard let name = check.arguments.first else { return nil }
        let originals = self.checks.filter { $0.arguments.first?.text == name.text }
        if let first = originals.first {
            guard let second = originals.dropFirst().first else { return first }
            self.interpreter.log.error(
                name,
                "\(name.quoted) is the name of two checks: at \(first.keyword.location) and \(second.keyword.location)",
                fix: "give one of them another name; no agent takes both",
                category: .reference
            )
            return nil
        }
        let names = self.checks.compactMap { $0.arguments.first?.text }
        self.interpreter.log.error(
            name,
            "there is no check \(name.quoted) beside this file: "
                + (names.isEmpty
                    ? "no *.conf file here defines one" : "there are \(names.sorted().joined(separator: ", "))"),
            fix: NearestWord.find(name.text, in: names).map { "did you mean '\($0)'?" },
            category: .reference
        )
        return nil
    }

    private mutating func placeholdersAreKnown(in check: Statement, of draft: CheckTestDraft) -> Bool {
        let known = Set(CheckTestReader.values(for: draft.fixtures).keys)
        var areKnown = true
        for word in (check.block ?? []).flatMap(\.allArguments) {
            for name in Placeholder.names(in: word.text) where !known.contains(name) {
                areKnown = false
                self.interpreter.log.error(
                    word,
                    "<\(name)> stands for nothing: expected one of "
                        + known.sorted().map { "<\($0)>" }.joined(separator: ", "),
                    fix: NearestWord.find(name, in: known).map { "did you mean '<\($0)>'?" },
                    category: .reference
                )
            }
        }
        return areKnown
    }

    /// Reads the check as the test will have it, so that what is wrong with it is said before anything runs.
    private mutating func rehearse(_ test: CheckTest) {
        var interpreter = Interpreter(plugins: self.plugins, log: self.interpreter.log)
        _ = test.definition(replacing: CheckTestReader.values(for: test.fixtures), with: &interpreter)
        self.interpreter.log = interpreter.log
    }

    /// A value for everything that may stand in `<…>`.
    static func values(for fixtures: [TestFixture]) -> [String: String] {
        fixtures.reduce(into: CheckTestParser.commonPlaceholders) { values, fixture in
            values.merge(CheckTestParser.placeholders(of: fixture)) { first, _ in first }
        }
    }
}
