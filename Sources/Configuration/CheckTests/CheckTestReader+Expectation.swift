import Checks

extension CheckTestReader {
    /// `expect STATUS [reason CODE] [summary REGEX] [score N] [health HEALTH] [times N]`.
    mutating func expectation(_ statement: Statement) -> TestStep.Expectation? {
        if statement.block != nil {
            self.interpreter.log.error(statement.keyword, "expect takes no block")
            return nil
        }
        var words = statement.arguments[...]
        guard let first = words.popFirst() else {
            self.interpreter.log.error(
                statement.keyword,
                "expect needs a status: pass, warn, fail or unknown",
                fix: "write it as: expect fail reason http.status"
            )
            return nil
        }
        guard let status = self.status(first) else { return nil }
        var expectation = TestStep.Expectation(status: status)
        while let word = words.popFirst() {
            guard let value = words.popFirst() else {
                self.interpreter.log.error(word, "\(word.quoted) needs a value")
                return nil
            }
            guard self.read(word, value, into: &expectation) else { return nil }
        }
        return expectation
    }

    private static let details = ["reason", "summary", "score", "health", "times"]

    private mutating func read(_ word: Word, _ value: Word, into expectation: inout TestStep.Expectation) -> Bool {
        switch word.text {
        case "reason":
            expectation.reason = self.reason(value)
            return expectation.reason != nil
        case "summary":
            do throws(OptionError) {
                expectation.summary = try RegularExpression(value.text).pattern
                return true
            } catch {
                self.interpreter.log.error(value, "summary: \(error.message)")
                return false
            }
        case "score":
            expectation.score = self.interpreter.integer(value, of: "score", in: -254...254)
            return expectation.score != nil
        case "health":
            expectation.health = self.health(value)
            return expectation.health != nil
        case "times":
            guard let times = self.interpreter.integer(value, of: "times", in: 1...1000) else { return false }
            expectation.times = times
            return true
        default:
            self.interpreter.log.error(
                word,
                "unknown word \(word.quoted) behind expect: expected one of \(Self.details.joined(separator: ", "))",
                fix: NearestWord.find(word.text, in: Self.details).map { "did you mean '\($0)'?" }
            )
            return false
        }
    }

    private mutating func reason(_ word: Word) -> ReasonCode? {
        if let reason = ReasonCode(rawValue: word.text) { return reason }
        let codes = ReasonCode.allCases.map(\.rawValue)
        let room = word.text.prefix { $0 != "." }
        let near = codes.filter { $0.hasPrefix("\(room).") }
        self.interpreter.log.error(
            word,
            "there is no reason code \(word.quoted)"
                + (near.isEmpty ? "" : ": expected one of \(near.joined(separator: ", "))"),
            fix: NearestWord.find(word.text, in: codes).map { "did you mean '\($0)'?" },
            category: .reference
        )
        return nil
    }
}
