import Checks

/// What is said and heard over a connection, as a value: bytes go in, what to do next comes out.
struct Conversation: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case expect(Pattern)
        /// From here on, this ends the conversation when it comes before what is expected.
        case refuse(Pattern)
    }

    enum Action: Hashable, Sendable {
        case send([UInt8])
        /// Wait for more and tell it to ``receive(_:)``.
        case receive
        case finished
        case failed(Failure)
    }

    enum Failure: Hashable, Sendable {
        /// What was refused came.
        case refused
        /// ``TCPPlugin/answerLimit`` bytes came, and not what was expected.
        case tooLong
        /// The other side closed after it had said something else.
        case wrongAnswer
        /// The other side closed without a word.
        case closed
    }

    private let steps: [Step]
    private var position = 0
    private var refused: [Pattern] = []
    /// Received and not taken by an expectation.
    private(set) var pending: [UInt8] = []
    private var isClosed = false
    /// Whether an expression was met by a line that had not ended: the rest of it goes with it, however the bytes
    /// are cut on their way.
    private var isPassingLine = false
    /// Lines of ``pending`` before this byte have been looked at in vain.
    private var scanned = 0
    /// What came for each expectation that was met, in order.
    private(set) var answers: [[UInt8]] = []

    init(_ steps: [Step]) {
        self.steps = steps
    }

    /// Whether there is anything to be said or heard.
    var isEmpty: Bool { self.steps.isEmpty }

    /// All that is expected, in order.
    var expectations: [Pattern] {
        self.steps.compactMap { step in
            switch step {
            case .expect(let pattern): pattern
            case .send, .refuse: nil
            }
        }
    }

    /// What stands in the way; nil before the first expectation and when all have been met.
    var current: Pattern? {
        let expectations = self.expectations
        return self.answers.count < expectations.count ? expectations[self.answers.count] : nil
    }

    mutating func receive(_ bytes: some Collection<UInt8>) {
        guard self.isPassingLine else {
            self.pending += bytes
            return
        }
        guard let lineFeed = bytes.firstIndex(of: 0x0a) else { return }
        self.isPassingLine = false
        self.pending += bytes[lineFeed...].dropFirst()
    }

    /// The other side will say no more.
    mutating func close() {
        self.isClosed = true
    }

    mutating func next() -> Action {
        while self.position < self.steps.count {
            switch self.steps[self.position] {
            case .send(let bytes):
                self.position += 1
                return .send(bytes)
            case .refuse(let pattern):
                self.position += 1
                self.refused.append(pattern)
            case .expect(let pattern):
                if let action = self.look(for: pattern) { return action }
            }
        }
        return .finished
    }

    /// nil when the expectation was met.
    private mutating func look(for pattern: Pattern) -> Action? {
        let end = pattern.end(in: self.pending, from: self.scanned, isComplete: self.isClosed)
        let seen = self.pending[..<(end ?? self.pending.count)]
        // An expectation that is met forgives nothing that was refused before it.
        if self.refused.contains(where: { $0.end(in: seen, from: 0, isComplete: end != nil || self.isClosed) != nil }) {
            return .failed(.refused)
        }
        guard let end else {
            self.scanned = pattern.scanned(self.pending)
            if self.pending.count >= TCPPlugin.answerLimit { return .failed(.tooLong) }
            guard self.isClosed else { return .receive }
            return .failed(self.pending.isEmpty ? .closed : .wrongAnswer)
        }
        self.answers.append(Array(seen))
        if case .regex = pattern { self.isPassingLine = seen.last != 0x0a }
        self.pending.removeFirst(end)
        self.scanned = 0
        self.position += 1
        return nil
    }
}
