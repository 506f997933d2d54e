import Checks

extension CheckTestReader {
    mutating func read(_ statement: Statement, into draft: inout CheckTestDraft) {
        guard let keyword = CheckTestKeyword(rawValue: statement.keyword.text) else {
            let words = CheckTestKeyword.allCases.map(\.rawValue)
            self.interpreter.log.error(
                statement.keyword,
                "unknown word \(statement.keyword.quoted) in test: expected one of \(words.joined(separator: ", "))",
                fix: NearestWord.find(statement.keyword.text, in: words).map { "did you mean '\($0)'?" }
            )
            return
        }
        switch keyword {
        case .summary:
            draft.summary = self.interpreter.value(of: statement, expected: "a text in quotes")?.text ?? ""
        case .check: self.readCheck(statement, into: &draft)
        case .fixture:
            if let fixture = self.fixture(statement, of: draft) { draft.fixtures.append(fixture) }
        case .expect, .health, .stop, .start, .change, .given, .push, .wait:
            guard let action = self.action(keyword, statement, of: draft) else { return }
            draft.steps.append(TestStep(action: action, location: statement.keyword.location))
        }
    }

    private mutating func readCheck(_ statement: Statement, into draft: inout CheckTestDraft) {
        guard let name = statement.arguments.first, !name.text.isEmpty else {
            self.interpreter.log.error(statement.keyword, "check needs the name of a check beside this file")
            return
        }
        if let first = draft.check {
            self.interpreter.log.error(
                statement.keyword,
                "the test has a check already, in line \(first.keyword.location.line)",
                fix: "write two tests"
            )
            return
        }
        draft.check = statement
    }

    private mutating func action(
        _ keyword: CheckTestKeyword,
        _ statement: Statement,
        of draft: CheckTestDraft
    ) -> TestStep.Action? {
        switch keyword {
        case .summary, .check, .fixture: return nil
        case .expect: return self.expectation(statement).map { .expect($0) }
        case .health:
            return self.interpreter.value(of: statement, expected: "up, down or unknown")
                .flatMap { self.health($0) }.map { .health($0) }
        case .stop: return self.fixtureName(statement, of: draft).map { .stop($0.name) }
        case .start: return self.fixtureName(statement, of: draft).map { .start($0.name) }
        case .change:
            guard let fixture = self.fixtureName(statement, of: draft),
                let block = self.interpreter.block(of: statement),
                let kind = self.kind(like: fixture.kind, block, of: statement)
            else { return nil }
            return .change(fixture.name, kind)
        case .given:
            guard statement.arguments.count == 2 else {
                self.interpreter.log.error(
                    statement.keyword,
                    "given needs the name of another check and its health",
                    fix: "write it as: given NAME up"
                )
                return nil
            }
            return self.health(statement.arguments[1]).map { .given(check: statement.arguments[0].text, $0) }
        case .push: return self.push(statement).map { .push($0) }
        case .wait:
            return self.interpreter.seconds(statement, in: .milliseconds(1)...CheckTestReader.longestWait)
                .map { .wait($0) }
        }
    }

    /// A test is no place to sit and wait.
    static let longestWait: Duration = .seconds(60)

    private mutating func fixtureName(_ statement: Statement, of draft: CheckTestDraft) -> TestFixture? {
        let keyword = statement.keyword
        guard let word = statement.arguments.first, statement.arguments.count == 1 else {
            self.interpreter.log.error(keyword, "\(keyword.text) needs the name of one fixture")
            return nil
        }
        if let fixture = draft.fixture(word.text) { return fixture }
        let names = draft.fixtures.map(\.name)
        self.interpreter.log.error(
            word,
            "there is no fixture \(word.quoted) above: "
                + (names.isEmpty ? "the test has none" : "there are \(names.joined(separator: ", "))"),
            fix: NearestWord.find(word.text, in: names).map { "did you mean '\($0)'?" },
            category: .reference
        )
        return nil
    }

    mutating func health(_ word: Word) -> Health? {
        if let health = Health.allCases.first(where: { "\($0)" == word.text }) { return health }
        self.interpreter.log.error(word, "\(word.quoted) is no health: expected up, down or unknown")
        return nil
    }

    mutating func status(_ word: Word) -> CheckStatus? {
        if let status = CheckStatus.allCases.first(where: { "\($0)" == word.text }) { return status }
        self.interpreter.log.error(word, "\(word.quoted) is no status: expected pass, warn, fail or unknown")
        return nil
    }

    /// `push STATUS ["TEXT"] [ttl SECONDS] [score N]`.
    private mutating func push(_ statement: Statement) -> PushedOutcome? {
        var words = statement.arguments[...]
        guard let first = words.popFirst() else {
            self.interpreter.log.error(statement.keyword, "push needs a status: pass, warn, fail or unknown")
            return nil
        }
        guard let status = self.status(first) else { return nil }
        var pushed = PushedOutcome(status)
        if let text = words.first, !["ttl", "score"].contains(text.text) {
            words.removeFirst()
            pushed.summary = text.text
        }
        while let word = words.popFirst() {
            guard let value = words.popFirst() else {
                self.interpreter.log.error(word, "\(word.quoted) needs a value")
                return nil
            }
            switch word.text {
            case "ttl":
                guard let time = Decimal.seconds(value.text), time > .zero else {
                    self.interpreter.log.error(value, "ttl \(value.quoted) is not valid: expected seconds above 0")
                    return nil
                }
                pushed.timeToLive = time
            case "score":
                guard let score = self.interpreter.integer(value, of: "score", in: -254...254) else { return nil }
                pushed.score = score
            default:
                self.interpreter.log.error(word, "unknown word \(word.quoted) behind push: expected ttl or score")
                return nil
            }
        }
        return pushed
    }
}
