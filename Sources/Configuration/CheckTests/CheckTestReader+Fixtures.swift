import Checks

extension CheckTestReader {
    /// `fixture KIND NAME { … }`.
    mutating func fixture(_ statement: Statement, of draft: CheckTestDraft) -> TestFixture? {
        let kinds = FixtureKeyword.allCases.map(\.rawValue)
        guard statement.arguments.count == 2 else {
            self.interpreter.log.error(
                statement.keyword,
                "fixture needs a kind (\(kinds.joined(separator: ", "))) and a name",
                fix: "write it as: fixture http server { respond 200 \"ok\" }"
            )
            return nil
        }
        let (kind, name) = (statement.arguments[0], statement.arguments[1])
        guard let keyword = FixtureKeyword(rawValue: kind.text) else {
            self.interpreter.log.error(
                kind,
                "unknown fixture \(kind.quoted): expected one of \(kinds.joined(separator: ", "))",
                fix: NearestWord.find(kind.text, in: kinds).map { "did you mean '\($0)'?" }
            )
            return nil
        }
        guard self.isName(name, newTo: draft) else { return nil }
        let read = self.kind(keyword, statement.block ?? [], of: statement)
        return read.map { TestFixture(name: name.text, kind: $0, location: name.location) }
    }

    /// The same kind of fixture with another block.
    mutating func kind(
        like kind: TestFixture.Kind,
        _ block: [Statement],
        of statement: Statement
    ) -> TestFixture.Kind? {
        switch kind {
        case .http: self.kind(.http, block, of: statement)
        case .tcp: self.kind(.tcp, block, of: statement)
        case .process: self.kind(.process, block, of: statement)
        case .file: self.kind(.file, block, of: statement)
        case .script: self.kind(.script, block, of: statement)
        }
    }

    private mutating func kind(
        _ keyword: FixtureKeyword,
        _ block: [Statement],
        of statement: Statement
    ) -> TestFixture.Kind? {
        switch keyword {
        case .http: self.httpService(block, of: statement).map { .http($0) }
        case .tcp: self.socketScript(block).map { .tcp($0) }
        case .process: self.namedProcess(block, of: statement).map { .process($0) }
        case .file: self.testFile(block).map { .file($0) }
        case .script: self.testScript(block).map { .script($0) }
        }
    }

    private mutating func isName(_ word: Word, newTo draft: CheckTestDraft) -> Bool {
        guard Placeholder.isName(word.text.utf8), !word.text.contains("."), word.text.utf8.count <= 32 else {
            self.interpreter.log.error(
                word,
                "\(word.quoted) is no name of a fixture: expected at most 32 letters, digits, '_' and '-'"
            )
            return false
        }
        if let first = draft.fixture(word.text) {
            self.interpreter.log.error(
                word,
                "a fixture named \(word.quoted) stands in line \(first.location.line) already",
                fix: "give one of them another name"
            )
            return false
        }
        if CheckTestParser.commonPlaceholders[word.text] != nil {
            self.interpreter.log.error(word, "<\(word.text)> has a meaning in every test; choose another name")
            return false
        }
        return true
    }

    /// An unknown word of a fixture's block.
    mutating func reportUnknown(_ statement: Statement, of kind: FixtureKeyword, expected words: [String]) {
        self.interpreter.log.error(
            statement.keyword,
            "unknown word \(statement.keyword.quoted) in fixture \(kind.rawValue): "
                + "expected one of \(words.joined(separator: ", "))",
            fix: NearestWord.find(statement.keyword.text, in: words).map { "did you mean '\($0)'?" }
        )
    }

    /// Bytes as an escaped text in quotes.
    mutating func bytes(_ statement: Statement) -> [UInt8]? {
        do throws(OptionError) {
            let value = try OptionValue(parsing: statement.arguments.map(\.text), as: .escapedText)
            guard case .bytes(let bytes) = value else { return nil }
            return bytes
        } catch {
            self.interpreter.log.error(
                statement.arguments.first ?? statement.keyword,
                "\(statement.keyword.text): \(error.message)"
            )
            return nil
        }
    }
}
