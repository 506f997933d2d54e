import Failover
import Glibc
import LinuxIO
import VRRP

/// Answers operators on the control socket: one request line, one JSON document, done. Never waits for a client.
final class ControlServer {
    private static let maximumClients = 16
    private static let maximumRequest = 4096
    private static let patience = Duration.seconds(5)

    private let listener: UnixListener
    private let poller: Poller
    private var clients: [Int32: Client] = [:]

    private struct Client {
        var stream: UnixStream
        var request: [UInt8] = []
        var answer: ArraySlice<UInt8>?
        var since: Instant
    }

    init(listener: UnixListener, poller: Poller) {
        self.listener = listener
        self.poller = poller
    }

    func listen() throws(SystemError) {
        try self.poller.add(self.listener.descriptor, token: Router.Token.listener)
    }

    func serve(_ event: Poller.Event, answer: (ControlRequest) -> String) {
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

    private func accept() {
        let now = MonotonicClock.now()
        for (descriptor, client) in self.clients where now - client.since > Self.patience {
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
            self.clients[descriptor] = Client(stream: stream, since: now)
        }
    }

    private func progress(_ descriptor: Int32, answer: (ControlRequest) -> String) throws(SystemError) {
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
                guard client.request.count <= Self.maximumRequest else {
                    self.drop(descriptor)
                    return
                }
                self.clients[descriptor] = client
                return
            }
            let line = String(decoding: client.request[..<end], as: UTF8.self)
            if let request = ControlRequest(line: line) {
                client.answer = Array((answer(request) + "\n").utf8)[...]
            } else {
                var json = JSONText()
                json.object { $0.value("error", "unknown request; expected: status, or: explain INSTANCE") }
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
