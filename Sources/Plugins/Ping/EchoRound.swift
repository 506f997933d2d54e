import Glibc

/// So many echo requests to one host, and what became of each.
struct EchoRound: Sendable {
    var count: Int
    var spacing: Duration
    var message: EchoMessage

    struct Result: Hashable, Sendable {
        /// Of the requests that were sent, in their order; nil where no answer came.
        var times: [Duration?]
        /// What the network, or the kernel, said of requests that did not arrive.
        var failures: [Int32]

        var answers: [Duration] { self.times.compactMap { $0 } }
        /// Percent.
        var loss: Double {
            Double(self.times.count - self.answers.count) / Double(max(1, self.times.count)) * 100
        }
    }

    /// Ends with the last answer, when every request has failed, at the limit, or soon after a cancellation.
    func run(on socket: EchoSocket, within limit: Duration) async -> Result {
        let start = ContinuousClock.now
        let end = start.advanced(by: limit)
        var departures: [ContinuousClock.Instant] = []
        var result = Result(times: Array(repeating: nil, count: self.count), failures: [])
        while !Task.isCancelled {
            let now = ContinuousClock.now
            let next = start.advanced(by: self.spacing * departures.count)
            if departures.count < self.count, now >= next {
                departures.append(.now)
                let number = socket.send(self.message.wire(sequence: UInt16(departures.count - 1)))
                if number != 0 { result.failures.append(number) }
                continue
            }
            self.receive(on: socket, departures, &result)
            let isOver = result.answers.count + result.failures.count >= self.count
            guard !(departures.count == self.count && isOver), now < end else { break }
            let wait = min(departures.count < self.count ? next : end, end) - .now
            guard wait > .zero else { continue }
            _ = await Deadline.run(within: wait) { await Readiness.shared.wait(for: socket.descriptor, .readable) }
        }
        // What this machine was too busy to send says nothing of the host.
        if !departures.isEmpty {
            result.times.removeLast(self.count - departures.count)
        }
        return result
    }

    /// Takes what has come.
    private func receive(on socket: EchoSocket, _ departures: [ContinuousClock.Instant], _ result: inout Result) {
        let hasHeader = socket.isRaw && self.message.family == AF_INET
        // Somebody else's flood on a raw socket must not hold this thread.
        for _ in 0..<256 {
            switch socket.receive() {
            case .nothing:
                return
            case .failed(let number):
                result.failures.append(number)
            case .message(let bytes):
                guard let sequence = self.message.sequence(ofAnswer: bytes, hasHeader: hasHeader).map(Int.init),
                    departures.indices.contains(sequence), result.times[sequence] == nil
                else { continue }
                result.times[sequence] = departures[sequence].duration(to: .now)
            }
        }
    }
}
