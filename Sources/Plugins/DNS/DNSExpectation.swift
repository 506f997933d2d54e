import Checks

/// What a check asks of an answer.
struct DNSExpectation: Sendable {
    var code: DNSCode
    var minAnswers: Int
    var expected: [RegularExpression]
    var refused: [RegularExpression]

    init(_ definition: CheckDefinition) throws(CheckSetupError) {
        let options = definition.options
        self.code = options.string(DNSPlugin.Option.expectCode).flatMap(DNSCode.init(name:)) ?? .noError
        self.minAnswers = options.integer(DNSPlugin.Option.minAnswers) ?? (self.code == .noError ? 1 : 0)
        self.expected = try options.expressions(DNSPlugin.Option.expectAnswer, of: definition)
        self.refused = try options.expressions(DNSPlugin.Option.refuseAnswer, of: definition)
    }

    /// What the message is worth.
    func judge(_ message: DNSMessage, of question: DNSQuestion, from server: String, _ findings: inout Findings) {
        let subject = "\(question.name) \(question.type.name)"
        findings.require(
            DNSPlugin.Option.expectCode,
            expected: "\(self.code)",
            got: "\(message.code)",
            message.code == self.code,
            else: .dnsCode,
            "\(server) answers \(message.code) for \(subject), expected \(self.code)"
        )
        let records = message.records(of: question.type)
        if self.minAnswers > 0 {
            findings.require(
                DNSPlugin.Option.minAnswers,
                expected: "at least \(self.minAnswers)",
                got: "\(records.count)",
                records.count >= self.minAnswers,
                else: .dnsAnswer,
                "\(server) has \(records.count) records for \(subject), expected at least \(self.minAnswers)"
            )
        }
        let found = Self.list(records)
        for expression in self.expected {
            let match = records.first { expression.matches($0) }
            findings.require(
                DNSPlugin.Option.expectAnswer,
                expected: "/\(expression.pattern)/",
                got: match ?? found,
                match != nil,
                else: .dnsAnswer,
                "no record for \(subject) from \(server) matches /\(expression.pattern)/: \(found)"
            )
        }
        for expression in self.refused {
            let match = records.first { expression.matches($0) }
            findings.require(
                DNSPlugin.Option.refuseAnswer,
                expected: "no /\(expression.pattern)/",
                got: match ?? "no match",
                match == nil,
                else: .dnsAnswer,
                "a record for \(subject) from \(server) matches /\(expression.pattern)/, which none may: \(match ?? "")"
            )
        }
    }

    static func list(_ records: [String]) -> String {
        guard !records.isEmpty else { return "no records" }
        let shown = records.prefix(4).joined(separator: ", ")
        return records.count > 4 ? "\(shown) and \(records.count - 4) more" : shown
    }
}

extension DNSMessage {
    /// The records of a type, as they are written in a zone; those that only lead there (CNAME) are not among them.
    func records(of type: DNSType) -> [String] {
        self.answers.filter { $0.type == type.rawValue }.map(\.text)
    }
}
