import Checks

/// Messages that wait for their socket: of each check, the last report only.
///
/// What the router needs is the truth of now; a report that a newer one has overtaken is not worth waiting for. The
/// last one is never given up.
struct Outbox: Sendable {
    /// The configuration that reports are evidence of.
    private(set) var generation: UInt32 = 0
    private(set) var pending: [CheckerMessage] = []
    /// Reports that were overtaken before they could be sent.
    private(set) var overtaken = 0

    var isEmpty: Bool { self.pending.isEmpty }

    /// Reports that are added from now on belong to this generation.
    mutating func begin(generation: UInt32) {
        self.generation = generation
        self.pending.append(.started(generation: generation))
    }

    mutating func add(_ outcome: CheckOutcome, of check: String) {
        let index = self.pending.firstIndex {
            if case .report(let other) = $0 { other.check == check } else { false }
        }
        if let index {
            self.pending.remove(at: index)
            self.overtaken += 1
        }
        self.pending.append(.report(CheckReport(check: check, generation: self.generation, outcome: outcome)))
    }

    /// Sends in order for as long as the socket takes messages.
    ///
    /// - Parameter send: Returns false when the socket is full; the message is then kept.
    mutating func drain(_ send: ([UInt8]) -> Bool) {
        var sent = 0
        for message in self.pending {
            guard send(message.encoded()) else { break }
            sent += 1
        }
        self.pending.removeFirst(sent)
    }
}
