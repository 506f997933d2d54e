import Checks

/// The fixtures that listen.
extension CheckTestReader {
    mutating func httpService(_ block: [Statement], of statement: Statement) -> TestFixture.HTTPService? {
        var service = TestFixture.HTTPService()
        let before = self.interpreter.log.errorCount
        // Whose answer every request gets from then on.
        var last: Word?
        for word in block {
            switch word.keyword.text {
            case "port": service.port = self.port(word)
            case "path": service.path = self.interpreter.value(of: word, expected: "a path such as /healthz")?.text
            case "header":
                let line = self.interpreter.value(of: word, expected: "a line in quotes, such as \"X-Name: value\"")
                if let line { self.add(header: line, to: &service) }
            case "respond", "hang", "close":
                if let last {
                    self.interpreter.log.error(
                        word.keyword,
                        "this answer is never given: the one in line \(last.location.line) answers every request",
                        fix: "write there how many requests it answers, as in: \(last.text) … times 1"
                    )
                }
                guard let answer = self.answer(word) else { continue }
                if answer.times == nil { last = word.keyword }
                service.answers.append(answer)
            default:
                self.reportUnknown(word, of: .http, expected: ["respond", "hang", "close", "path", "header", "port"])
            }
        }
        if service.answers.isEmpty, self.interpreter.log.errorCount == before {
            self.interpreter.log.error(
                statement.keyword,
                "an http fixture needs an answer",
                fix: "add a line such as: respond 200 \"ok\""
            )
        }
        return self.interpreter.log.errorCount == before ? service : nil
    }

    private mutating func add(header line: Word, to service: inout TestFixture.HTTPService) {
        let isHeader = line.text.contains(":") && line.text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        guard isHeader else {
            self.interpreter.log.error(line, "\(line.quoted) is no header: expected \"NAME: VALUE\"")
            return
        }
        service.headers.append(line.text)
    }

    /// `respond STATUS ["BODY"]`, `hang` or `close`, each with `[times N] [after SECONDS]`.
    private mutating func answer(_ statement: Statement) -> TestFixture.Answer? {
        var words = statement.arguments[...]
        var answer: TestFixture.Answer
        switch statement.keyword.text {
        case "hang": answer = TestFixture.Answer(reply: .hang)
        case "close": answer = TestFixture.Answer(reply: .close)
        default:
            guard let word = words.popFirst() else {
                self.interpreter.log.error(statement.keyword, "respond needs a status code from 100 to 599")
                return nil
            }
            guard let status = self.interpreter.integer(word, of: "status", in: 100...599) else { return nil }
            var body = ""
            if let text = words.first, !["times", "after"].contains(text.text) {
                words.removeFirst()
                body = text.text
            }
            answer = TestFixture.Answer(reply: .respond(status: status, body: body))
        }
        while let word = words.popFirst() {
            guard let value = words.popFirst() else {
                self.interpreter.log.error(word, "\(word.quoted) needs a number")
                return nil
            }
            switch word.text {
            case "times":
                guard let times = self.interpreter.integer(value, of: "times", in: 1...1000) else { return nil }
                answer.times = times
            case "after":
                guard let delay = Decimal.seconds(value.text), delay <= CheckTestReader.longestWait else {
                    self.interpreter.log.error(value, "after \(value.quoted) is not valid: expected seconds, 0 to 60")
                    return nil
                }
                answer.delay = delay
            default:
                self.interpreter.log.error(word, "unexpected word \(word.quoted): expected times N or after SECONDS")
                return nil
            }
        }
        return answer
    }

    mutating func socketScript(_ block: [Statement]) -> TestFixture.SocketScript? {
        var script = TestFixture.SocketScript()
        let before = self.interpreter.log.errorCount
        for word in block {
            switch word.keyword.text {
            case "port": script.port = self.port(word)
            case "send": if let bytes = self.bytes(word) { script.moves.append(.send(bytes)) }
            case "expect": if let bytes = self.bytes(word) { script.moves.append(.expect(bytes)) }
            case "wait":
                let time = self.interpreter.seconds(word, in: .milliseconds(1)...CheckTestReader.longestWait)
                if let time { script.moves.append(.wait(time)) }
            case "close": script.moves.append(.close)
            default: self.reportUnknown(word, of: .tcp, expected: ["send", "expect", "wait", "close", "port"])
            }
        }
        return self.interpreter.log.errorCount == before ? script : nil
    }

    private mutating func port(_ statement: Statement) -> UInt16? {
        self.interpreter.integer(statement, in: 1...65535).flatMap(UInt16.init(exactly:))
    }
}
