import Checks

extension StreamConversation {
    /// What the agent waits for a hello.
    static let patience = Duration.seconds(5)

    /// The hello; nil when none comes in time.
    func greeting() -> JSONValue? {
        self.message("hello", within: Self.patience)
    }

    /// Tells it of a check.
    ///
    /// - Parameter words: `NAME=VALUE`, an option each.
    func configure(_ check: String, _ words: [String]) {
        var options: [String: JSONValue] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            options[String(parts[0])] = .string(parts.count > 1 ? String(parts[1]) : "")
        }
        self.send(.object(["configure": .object(["id": .string(check), "options": .object(options)])]))
    }

    /// Asks it about a check and takes its answer to this run.
    func run(_ check: String, number: Int, deadline: Duration) -> JSONValue? {
        self.send(
            .object([
                "run": .object([
                    "id": .string(check), "run": .number(Double(number)),
                    "deadline_ms": .number(deadline.milliseconds),
                ])
            ])
        )
        let clock = SuspendingClock()
        let end = clock.now.advanced(by: deadline)
        while let result = self.message("result", within: clock.now.duration(to: end)) {
            if result["run"]?.integer == number, result["id"]?.string == check { return result }
        }
        return nil
    }

    /// Whether it answers a ping.
    func ping(_ number: Int) -> Bool {
        self.send(.object(["ping": .object(["n": .number(Double(number))])]))
        return self.message("pong", within: Self.patience)?["n"]?.integer == number
    }
}
