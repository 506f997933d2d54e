import Checks

/// What the process says.
extension StreamMachine {
    /// A line of its output.
    mutating func hear(_ line: StreamLines.Line, at now: Instant) -> [Action] {
        switch self.state {
        case .stopped, .waiting, .failed, .ending:
            return []
        case .starting, .serving:
            break
        }
        guard case .whole(let bytes) = line else {
            let text = "\(self.program) wrote a line of more than \(ResultObject.limit / 1024) KiB"
            return self.violate(StreamOutage(.streamMalformed, text), at: now)
        }
        do throws(ResultObject.Malformed) {
            let message = try StreamMessage(parsing: bytes)
            self.garbage = 0
            return self.take(message, at: now)
        } catch {
            return self.bear(error, bytes, at: now)
        }
    }

    /// A line that is no message may be the answer to any run, so all are answered by it.
    private mutating func bear(_ error: ResultObject.Malformed, _ line: [UInt8], at now: Instant) -> [Action] {
        let found = OutcomeSanitizer.line(String(decoding: line.prefix(512), as: UTF8.self), limit: 80)
        self.say(found)
        self.garbage += 1
        let text = "\(self.program) wrote '\(found)': \(error.message)"
        guard self.garbage < Self.garbageLimit else {
            return self.violate(StreamOutage(.streamMalformed, text), at: now)
        }
        let runs = self.runs.filter(\.value.isSent).keys.sorted()
        for run in runs { self.runs[run] = nil }
        return runs.map { .answer(run: $0, self.malformed(text)) }
    }

    private func malformed(_ text: String) -> CheckOutcome {
        CheckOutcome(
            .unknown,
            .streamMalformed,
            text,
            assertions: [CheckOutcome.Assertion("message", expected: "one of stream/1", got: text, .unknown)]
        )
    }

    private mutating func take(_ message: StreamMessage, at now: Instant) -> [Action] {
        switch (message, self.state) {
        case (.hello(let hello), .starting):
            return self.greet(hello, at: now)
        case (.result(let check, let number, let result), .serving):
            guard let run = self.runs[number], run.check == check else { return [] }
            self.runs[number] = nil
            switch result {
            case .success(let outcome): return [.answer(run: number, outcome)]
            case .failure(let error):
                let text = "\(self.program) answered with a malformed result: \(error.message)"
                return [.answer(run: number, self.malformed(text))]
            }
        case (.push(let check, let result), .serving):
            return self.receive(result, pushedTo: check)
        case (.pong, .serving(var session)):
            session.unanswered = 0
            self.state = .serving(session)
            return []
        case (.log(let text), _):
            self.say(OutcomeSanitizer.line(text, limit: CheckOutcome.summaryLimit))
            return []
        case (.unknown, _), (.hello, _), (.result, _), (.push, _), (.pong, _):
            return []
        }
    }

    private mutating func greet(_ hello: StreamMessage.Hello, at now: Instant) -> [Action] {
        guard hello.isSupported else {
            let found = OutcomeSanitizer.line(hello.api, limit: 20)
            let text = "\(self.program) speaks stream/\(found), expected stream/1"
            return self.violate(StreamOutage(.streamRefused, text), at: now)
        }
        guard hello.polls || hello.pushes else {
            let text = "\(self.program) names no mode in its hello, expected poll or push"
            return self.violate(StreamOutage(.streamRefused, text), at: now)
        }
        self.state = .serving(Session(hello: hello, since: now, pingAt: now + self.timing.ping))
        var actions = self.members.sorted { $0.key < $1.key }.map { check, member in
            Action.send(.configure(check: check, options: member.options))
        }
        // Runs that came too early are asked for now.
        for (number, run) in self.runs.sorted(by: { $0.key < $1.key }) {
            self.runs[number] = nil
            actions += self.ask(number, of: run.check, until: run.deadline, at: now)
        }
        return actions + self.members.keys.sorted().map { .changed(check: $0) }
    }

    private mutating func receive(
        _ result: Result<CheckOutcome, ResultObject.Malformed>,
        pushedTo check: String
    ) -> [Action] {
        guard var member = self.members[check] else { return [] }
        switch result {
        case .success(let outcome): member.pushed = outcome
        case .failure(let error):
            member.pushed = self.malformed("\(self.program) pushed a malformed result: \(error.message)")
        }
        member.isFresh = true
        self.members[check] = member
        return [.changed(check: check)]
    }
}
