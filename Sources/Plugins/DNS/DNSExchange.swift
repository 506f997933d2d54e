import Glibc

/// One question to one server, without holding a thread.
struct DNSExchange: Sendable {
    var question: DNSQuestion
    var server: SocketAddress
    var overTCP: Bool
    var tries: Int
    /// For all tries together.
    var timeout: Duration

    enum Answer: Hashable, Sendable {
        case message(DNSMessage, tries: Int, overTCP: Bool)
        case malformed(DNSMalformation)
        /// The error number.
        case failed(Int32)
        /// The connection was closed before an answer came.
        case closed
        case timeout(tries: Int)
    }

    func run() async -> Answer {
        if self.overTCP { return await self.runOverTCP(tries: 1) }
        let answer = await self.runOverUDP()
        if case .message(let message, let tries, _) = answer, message.isCut {
            return await self.runOverTCP(tries: tries)
        }
        return answer
    }

    private func runOverUDP() async -> Answer {
        // The kernel chooses the port at random, and a connected socket hears of nobody but the server.
        let kind = SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let socket = socket(self.server.family, Int32(kind), 0)
        guard socket >= 0 else { return .failed(errno) }
        defer { close(socket) }
        guard unsafe self.server.withSocketAddress({ unsafe connect(socket, $0, $1) }) == 0 else {
            return .failed(errno)
        }
        let identifier = UInt16.random(in: 0...UInt16.max)
        let query = self.question.wire(identifier: identifier)
        for number in 1...max(1, self.tries) {
            guard unsafe send(socket, query, query.count, Int32(MSG_NOSIGNAL)) == query.count else {
                return .failed(errno)
            }
            let (answer, _) = await Deadline.run(within: self.timeout / max(1, self.tries)) {
                await self.receive(on: socket, identifier: identifier, tries: number)
            }
            if let answer = answer ?? nil { return answer }
            if Task.isCancelled { return .timeout(tries: number) }
        }
        return .timeout(tries: max(1, self.tries))
    }

    /// nil when cancelled.
    private func receive(on socket: Int32, identifier: UInt16, tries: Int) async -> Answer? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            switch await Readiness.shared.wait(for: socket, .readable) {
            case .ready: break
            case .cancelled: return nil
            case .failed(let number): return .failed(number)
            }
            let count = unsafe recv(socket, &buffer, buffer.count, 0)
            guard count >= 0 else {
                if errno == EAGAIN || errno == EINTR { continue }
                return .failed(errno)
            }
            let bytes = Array(buffer[..<count])
            guard bytes.starts(with: identifier.bigEndianBytes) else { continue }
            do throws(DNSMalformation) {
                let message = try DNSMessage(parsing: bytes)
                guard message.answers(self.question, identifier: identifier) else { continue }
                return .message(message, tries: tries, overTCP: false)
            } catch {
                return .malformed(error)
            }
        }
    }

    private func runOverTCP(tries: Int) async -> Answer {
        let (answer, _) = await Deadline.run(within: self.timeout) { await self.converse(tries: tries) }
        return (answer ?? nil) ?? .timeout(tries: tries)
    }

    /// nil when cancelled.
    private func converse(tries: Int) async -> Answer? {
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let socket = socket(self.server.family, Int32(kind), 0)
        guard socket >= 0 else { return .failed(errno) }
        defer { close(socket) }
        if unsafe self.server.withSocketAddress({ unsafe connect(socket, $0, $1) }) != 0 {
            guard errno == EINPROGRESS else { return .failed(errno) }
            switch await Readiness.shared.wait(for: socket, .writable) {
            case .ready: break
            case .cancelled: return nil
            case .failed(let number): return .failed(number)
            }
        }
        let identifier = UInt16.random(in: 0...UInt16.max)
        let query = self.question.wire(identifier: identifier)
        let framed = UInt16(query.count).bigEndianBytes + query
        // A fresh connection's buffer takes a few hundred bytes at once; what the connection failed of is told here.
        guard unsafe send(socket, framed, framed.count, Int32(MSG_NOSIGNAL)) == framed.count else {
            return .failed(errno)
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            switch await Readiness.shared.wait(for: socket, .readable) {
            case .ready: break
            case .cancelled: return nil
            case .failed(let number): return .failed(number)
            }
            let count = unsafe recv(socket, &buffer, buffer.count, 0)
            guard count >= 0 else {
                if errno == EAGAIN || errno == EINTR { continue }
                return .failed(errno)
            }
            guard count > 0 else { return .closed }
            received += buffer[..<count]
            guard received.count >= 2 else { continue }
            let length = Int(received[0]) << 8 | Int(received[1])
            guard received.count >= length + 2 else { continue }
            do throws(DNSMalformation) {
                let message = try DNSMessage(parsing: Array(received[2..<(length + 2)]))
                guard message.answers(self.question, identifier: identifier) else { return .closed }
                return .message(message, tries: tries, overTCP: true)
            } catch {
                return .malformed(error)
            }
        }
    }
}
