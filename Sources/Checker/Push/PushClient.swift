import CLinux
import Checks
import Glibc

/// One connection over which outcomes are pushed: a line in, a line out, as often as the client likes. Never waits.
struct PushClient {
    let descriptor: Int32
    private var request: [UInt8] = []
    private var answer: ArraySlice<UInt8> = []
    /// What comes is not read any more, for it is no request: the connection ends with the answer.
    private var isEnding = false
    /// When the client last did something.
    private(set) var since: SuspendingClock.Instant

    init(descriptor: Int32, at now: SuspendingClock.Instant) {
        self.descriptor = descriptor
        self.since = now
    }

    /// What to wait for. Nothing is read before the answer to what came before has been taken.
    var events: Int16 { Int16(self.answer.isEmpty ? POLLIN : POLLOUT) }

    /// Whether the client owes something: the rest of its request, or to take its answer.
    var isInDebt: Bool { !self.request.isEmpty || !self.answer.isEmpty }

    /// Reads and writes what can be without waiting.
    ///
    /// - Parameter serve: Answers a line.
    /// - Returns: false when the connection is over.
    mutating func proceed(at now: SuspendingClock.Instant, _ serve: ([UInt8]) -> PushAnswer) -> Bool {
        self.since = now
        if self.answer.isEmpty {
            var buffer = [UInt8](repeating: 0, count: 16 * 1024)
            let count = unsafe clinux_receive(self.descriptor, &buffer, buffer.count)
            guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            self.request += buffer.prefix(count)
        }
        while true {
            if !self.answer.isEmpty {
                guard self.write() else { return false }
                guard self.answer.isEmpty else { return true }
            }
            guard !self.isEnding else { return false }
            guard let answer = self.nextAnswer(serve) else { return true }
            self.answer = answer.line[...]
        }
    }

    /// The answer to the next request; nil as long as it is not complete.
    private mutating func nextAnswer(_ serve: ([UInt8]) -> PushAnswer) -> PushAnswer? {
        if let end = self.request.firstIndex(of: UInt8(ascii: "\n")), end < PushRequest.lineLimit {
            let line = Array(self.request[..<end])
            self.request.removeFirst(end + 1)
            return serve(line)
        }
        guard self.request.count >= PushRequest.lineLimit else { return nil }
        self.request = []
        self.isEnding = true
        return .refused("expected one JSON object on one line of at most \(PushRequest.lineLimit) bytes")
    }

    private mutating func write() -> Bool {
        let count = unsafe self.answer.withUnsafeBytes { unsafe clinux_send(self.descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { return errno == EAGAIN || errno == EINTR }
        self.answer = self.answer.dropFirst(count)
        return true
    }
}
