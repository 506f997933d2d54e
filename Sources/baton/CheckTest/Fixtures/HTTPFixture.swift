import Configuration
import Synchronization

/// A server that answers as a test says, request by request.
final class HTTPFixture: Sendable {
    private struct State {
        var service: TestFixture.HTTPService
        /// Requests that have had an answer since the service was set.
        var answered = 0
    }

    private let state: Mutex<State>

    init(_ service: TestFixture.HTTPService) {
        self.state = Mutex(State(service: service))
    }

    /// Requests that follow are answered by this.
    func become(_ service: TestFixture.HTTPService) {
        self.state.withLock { $0 = State(service: service) }
    }

    /// One request and its answer.
    func serve(_ connection: FixtureConnection) {
        guard let request = Self.request(from: connection) else { return }
        let (answer, headers) = self.answer(to: request)
        guard let answer else {
            _ = connection.write(Self.response(404, body: "no such path\n", headers: headers, to: request))
            connection.finish()
            return
        }
        guard answer.delay == .zero || connection.pause(answer.delay) else { return }
        switch answer.reply {
        case .hang: connection.waitForEnd()
        case .close: break
        case .respond(let status, let body):
            _ = connection.write(Self.response(status, body: body, headers: headers, to: request))
            connection.finish()
        }
    }

    /// nil where the path is another than the service's.
    private func answer(to request: Request) -> (TestFixture.Answer?, headers: [String]) {
        self.state.withLock { state in
            let service = state.service
            if let path = service.path, path != request.path { return (nil, service.headers) }
            var before = 0
            let answer = service.answers.first { answer in
                guard let times = answer.times else { return true }
                before += times
                return state.answered < before
            }
            state.answered += 1
            return (answer ?? service.answers.last, service.headers)
        }
    }

    private struct Request {
        var method: Substring
        /// Without the query.
        var path: String
    }

    private static let headerLimit = 64 * 1024

    /// Reads up to the empty line; nil when the client sends no request.
    private static func request(from connection: FixtureConnection) -> Request? {
        var bytes: [UInt8] = []
        while !self.hasEnded(bytes) {
            guard bytes.count < self.headerLimit, let more = connection.read() else { return nil }
            bytes += more
        }
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        let words = line.split(separator: " ")
        guard words.count == 3 else { return nil }
        return Request(method: words[0], path: String(words[1].prefix { $0 != "?" }))
    }

    private static func hasEnded(_ bytes: [UInt8]) -> Bool {
        let end = Array("\r\n\r\n".utf8)
        guard bytes.count >= end.count else { return false }
        return (0...(bytes.count - end.count)).contains { bytes[$0..<($0 + end.count)].elementsEqual(end) }
    }

    private static func response(_ status: Int, body: String, headers: [String], to request: Request) -> [UInt8] {
        let hasBody = status >= 200 && status != 204 && status != 304
        var lines = ["HTTP/1.1 \(status) Test"] + headers
        if hasBody { lines.append("Content-Length: \(body.utf8.count)") }
        lines.append("Connection: close")
        let head = lines.map { "\($0)\r\n" }.joined() + "\r\n"
        return Array(head.utf8) + (hasBody && request.method != "HEAD" ? Array(body.utf8) : [])
    }
}
