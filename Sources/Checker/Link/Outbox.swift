import Checks

/// Messages that wait for their socket: of each check, the last report only.
///
/// What the router needs is the truth of now; a report that a newer one has overtaken is not worth waiting for, and the
/// newer one takes its place in the line. The last one is never given up. Reports that wait together travel together.
struct Outbox: Sendable {
    /// The configuration that reports are evidence of.
    private(set) var generation: UInt32 = 0
    private(set) var pending: [CheckerMessage] = []
    /// Where in ``pending`` each check's report stands.
    private var positions: [String: Int] = [:]
    /// Reports that were overtaken before they could be sent.
    private(set) var overtaken = 0

    /// Reports in one packet: few enough for the router to take them in one go between two advertisements.
    static let batchLimit = 32
    /// Bytes in one packet, about; one long report may be more.
    static let batchSize = 16 * 1024

    var isEmpty: Bool { self.pending.isEmpty }

    /// Reports that are added from now on belong to this generation.
    mutating func begin(generation: UInt32) {
        self.generation = generation
        self.positions.removeAll(keepingCapacity: true)
        self.pending.append(.started(generation: generation))
    }

    /// - Parameter runs: How many runs this stands for, itself included.
    mutating func add(_ outcome: CheckOutcome, of check: String, runs: UInt32 = 1) {
        var report = CheckReport(check: check, generation: self.generation, outcome: outcome, runs: runs)
        if let position = self.positions[check] {
            if case .report(let other) = self.pending[position] { report.runs &+= other.runs }
            self.pending[position] = .report(report)
            self.overtaken += 1
            return
        }
        self.positions[check] = self.pending.count
        self.pending.append(.report(report))
    }

    /// A number that a newer one overtakes is not worth waiting for.
    mutating func add(losses: UInt64, of fifo: String) {
        let message = CheckerMessage.fifoLosses(path: fifo, lines: losses)
        let waiting = self.pending.firstIndex { if case .fifoLosses(fifo, _) = $0 { true } else { false } }
        if let waiting { self.pending[waiting] = message } else { self.pending.append(message) }
    }

    /// Sends in order for as long as the socket takes messages.
    ///
    /// - Parameter send: Returns false when the socket is full; the message is then kept.
    mutating func drain(_ send: ([UInt8]) -> Bool) {
        var sent = 0
        while sent < self.pending.count {
            let (message, count) = self.packet(from: sent)
            guard send(message) else { break }
            sent += count
        }
        guard sent > 0 else { return }
        self.pending.removeFirst(sent)
        self.positions.removeAll(keepingCapacity: true)
        for (position, message) in self.pending.enumerated() {
            guard case .report(let report) = message, report.generation == self.generation else { continue }
            self.positions[report.check] = position
        }
    }

    /// The next packet, and how many of the pending messages it holds.
    private func packet(from start: Int) -> (message: [UInt8], count: Int) {
        var reports: [CheckReport] = []
        var size = 0
        for message in self.pending[start...].prefix(Self.batchLimit) {
            guard case .report(let report) = message, size < Self.batchSize else { break }
            reports.append(report)
            size += report.outcome.output.utf8.count + report.outcome.summary.utf8.count + 64
        }
        guard reports.count > 1 else { return (self.pending[start].encoded(), 1) }
        return (CheckerMessage.reports(reports).encoded(), reports.count)
    }
}
