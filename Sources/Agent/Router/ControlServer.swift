import Failover
import Glibc
import LinuxIO
import VRRP

/// Answers operators on the control socket: one request line, one JSON document, done. Never waits for a client, nor for
/// an answer: one that is not there yet is given later.
final class ControlServer {
    private static let maximumClients = 16
    private static let patience = Duration.seconds(5)

    private let listener: UnixListener
    private let poller: Poller
    private var clients: [Int32: Client] = [:]
    private var lastRequest: UInt64 = 0
    /// How long a client is kept whose answer does not come.
    private static let longestAnswer = Duration.seconds(120)

    private struct Client {
        var stream: UnixStream
        var userID: UInt32
        var request: [UInt8] = []
        var answer: ArraySlice<UInt8>?
        var since: Instant
        /// Its request, while the answer is not there yet.
        var waitsFor: UInt64?
    }

    init(listener: UnixListener, poller: Poller) {
        self.listener = listener
        self.poller = poller
    }

    func listen() throws(SystemError) {
        try self.poller.add(self.listener.descriptor, token: Router.Token.listener)
    }

    /// - Parameter answer: What to answer a request with the number it has; nil = ``finish(_:with:)`` says later.
    func serve(_ event: Poller.Event, answer: (ControlRequest, UInt64) -> String?) {
        if event.token == Router.Token.listener {
            self.accept()
            return
        }
        let descriptor = Int32(truncatingIfNeeded: event.token - Router.Token.clients)
        do {
            try self.progress(descriptor, answer: answer)
        } catch {
            self.drop(descriptor)
        }
    }

    /// Gives the answer that was not there at once. A client that has left in the meantime is none any more.
    func finish(_ request: UInt64, with answer: String) {
        guard let descriptor = self.clients.first(where: { $0.value.waitsFor == request })?.key,
            var client = self.clients[descriptor]
        else { return }
        client.waitsFor = nil
        client.since = MonotonicClock.now()
        client.answer = Array((answer + "\n").utf8)[...]
        self.clients[descriptor] = client
        do {
            let token = Router.Token.clients | UInt64(UInt32(bitPattern: descriptor))
            try self.poller.add(descriptor, token: token, interest: .writable)
        } catch {
            self.drop(descriptor)
        }
    }

    private func accept() {
        let now = MonotonicClock.now()
        for (descriptor, client) in self.clients
        where now - client.since > (client.waitsFor == nil ? Self.patience : Self.longestAnswer) {
            self.drop(descriptor)
        }
        while let stream = try? self.listener.accept() {
            // The socket's mode keeps others out already; this holds even if somebody changed it.
            guard let peer = try? stream.peerCredentials(), peer.user == 0 || peer.user == geteuid(),
                self.clients.count < Self.maximumClients
            else { continue }
            let descriptor = stream.descriptor
            let token = Router.Token.clients | UInt64(UInt32(bitPattern: descriptor))
            guard (try? self.poller.add(descriptor, token: token)) != nil else { continue }
            self.clients[descriptor] = Client(stream: stream, userID: peer.user, since: now)
        }
    }

    private func progress(
        _ descriptor: Int32,
        answer: (ControlRequest, UInt64) -> String?
    ) throws(SystemError) {
        guard var client = self.clients[descriptor] else { return }
        if client.answer == nil {
            switch try client.stream.read() {
            case .nothing:
                return
            case .closed:
                self.drop(descriptor)
                return
            case .bytes(let bytes):
                client.request += bytes
            }
            guard let end = client.request.firstIndex(of: UInt8(ascii: "\n")) else {
                guard client.request.count <= OperatorOrder.lineLimit else {
                    self.drop(descriptor)
                    return
                }
                self.clients[descriptor] = client
                return
            }
            let line = String(decoding: client.request[..<end], as: UTF8.self)
            if let request = ControlRequest(line: line, userID: client.userID) {
                self.lastRequest += 1
                guard let text = answer(request, self.lastRequest) else {
                    client.waitsFor = self.lastRequest
                    self.clients[descriptor] = client
                    // Whatever it does meanwhile is of no interest.
                    self.poller.remove(descriptor)
                    return
                }
                client.answer = Array((text + "\n").utf8)[...]
            } else {
                var json = JSONText()
                json.object {
                    $0.value(
                        "error",
                        "unknown request; expected: status, or: explain INSTANCE, or: reload, or: order DOCUMENT"
                    )
                }
                client.answer = Array((json.text + "\n").utf8)[...]
            }
            let token = Router.Token.clients | UInt64(UInt32(bitPattern: descriptor))
            try self.poller.modify(descriptor, token: token, interest: .writable)
        }
        if let rest = client.answer {
            client.answer = rest.dropFirst(try client.stream.write(rest))
        }
        self.clients[descriptor] = client
        if client.answer?.isEmpty == true {
            self.drop(descriptor)
        }
    }

    private func drop(_ descriptor: Int32) {
        self.poller.remove(descriptor)
        self.clients[descriptor] = nil
    }
}
