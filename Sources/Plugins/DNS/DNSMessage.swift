/// What a server answered.
struct DNSMessage: Hashable, Sendable {
    var identifier: UInt16
    var isResponse: Bool
    /// The answer did not fit into a datagram.
    var isCut: Bool
    var code: DNSCode
    /// The question as the server repeats it, and its type; nil if it does not.
    var question: Question?
    var answers: [DNSRecord]

    struct Question: Hashable, Sendable {
        var name: DNSName
        var type: UInt16
    }
}

extension DNSMessage {
    /// Reads header, question and answers (RFC 1035, section 4.1); what comes behind is of no matter here. Of an
    /// answer that was cut only header and question are read.
    init(parsing bytes: [UInt8]) throws(DNSMalformation) {
        var reader = DNSReader(bytes)
        self.identifier = try reader.word("header")
        let flags = try reader.word("header")
        self.isResponse = flags & 0x8000 != 0
        self.isCut = flags & 0x0200 != 0
        self.code = DNSCode(number: UInt8(flags & 0xf))
        let questions = try reader.word("header")
        let answers = try reader.word("header")
        _ = try reader.long("header")
        self.question = nil
        self.answers = []
        for index in 0..<questions {
            let question = Question(name: try reader.name("question"), type: try reader.word("question"))
            _ = try reader.word("question")
            if index == 0 { self.question = question }
        }
        guard !self.isCut else { return }
        for _ in 0..<answers {
            self.answers.append(try DNSRecord(from: &reader))
        }
    }

    /// Whether this answers that question: somebody else's answer, or one that comes too late, does not.
    func answers(_ question: DNSQuestion, identifier: UInt16) -> Bool {
        guard self.isResponse, self.identifier == identifier else { return false }
        // A server that cannot read a question (FORMERR), or will not (REFUSED), need not repeat it.
        guard let repeated = self.question else { return self.code != .noError }
        return repeated.type == question.type.rawValue && repeated.name.isSame(as: question.name)
    }
}
