import CCurl
import Checks

/// TLS over a connected socket, and a conversation through it.
///
/// libcurl is asked to connect and do nothing else, and given the socket instead of an address; what is said then goes
/// through `curl_easy_send` and `curl_easy_recv`.
@safe
final class TLSSession: CurlTask {
    struct Request: Sendable {
        var socket: HandedSocket
        /// What the certificate must be for.
        var name: String
        var settings: TLSSettings
        /// Time for the handshake.
        var limit: Duration
        var conversation: Conversation
        /// Said at the end, if it can be, without waiting for an answer.
        var farewell: [UInt8]
    }

    struct Response: Sendable {
        /// A `CURLcode`: of the handshake, or of what broke the connection later.
        var code: UInt32
        var message: String
        var verification: Int
        /// Until the handshake was done, since the session began.
        var handshake: Duration
        /// Whether the handshake was done.
        var isEstablished: Bool
        var certificates: [ServerCertificate]
        var conversation: Conversation
        var ending: PlainSession.Ending
    }

    let handle: CurlHandle
    private let request: Request
    private let answer: (Response?) -> Void
    private var conversation: Conversation
    private var unsent: ArraySlice<UInt8> = []
    private var isEstablished = false
    private var certificates: [ServerCertificate] = []

    /// nil when libcurl knows less than it was built against; the answer has been given then.
    init?(_ request: Request, on handle: CurlHandle, _ answer: @escaping (Response?) -> Void) {
        self.handle = handle
        self.request = request
        self.answer = answer
        self.conversation = request.conversation
        self.configure()
        guard handle.isConfigured else {
            answer(nil)
            return nil
        }
    }

    private func configure() {
        // The address only has to look like one: the socket is connected already.
        self.handle.set(CURLOPT_URL, "https://\(SocketAddress.joined(self.request.name, 443))/")
        self.handle.set(CURLOPT_CONNECT_TO, ["::127.0.0.1:443"])
        self.handle.set(CURLOPT_PROXY, "")
        self.handle.set(CURLOPT_CONNECT_ONLY, 1)
        self.handle.set(CURLOPT_NOSIGNAL, 1)
        self.handle.set(CURLOPT_SSL_ENABLE_ALPN, 0)
        self.handle.set(CURLOPT_FRESH_CONNECT, 1)
        self.handle.set(CURLOPT_CONNECTTIMEOUT_MS, self.request.limit.wholeMilliseconds)
        self.handle.note(
            unsafe ccurl_use_socket(self.handle.pointer, self.request.socket.place) { _, descriptor in
                TCPConnection.end(descriptor)
                return 0
            }
        )
        self.request.settings.apply(to: self.handle)
    }

    func transferEnded(_ code: CURLcode) -> CurlTaskStep {
        guard code == CURLE_OK else { return self.end(code, .broken(0)) }
        self.isEstablished = true
        if self.request.settings.looksAtDays { self.certificates = ServerCertificate.shown(to: self.handle) }
        return self.connectionReady()
    }

    func connectionReady() -> CurlTaskStep {
        while true {
            if !self.unsent.isEmpty {
                switch self.sendSome() {
                case CURLE_OK: continue
                case CURLE_AGAIN: return .wait(for: .writable)
                case let code: return self.end(code, .broken(0))
                }
            }
            switch self.conversation.next() {
            case .finished:
                self.unsent = self.request.farewell[...]
                if !self.unsent.isEmpty { _ = self.sendSome() }
                return self.end(CURLE_OK, .finished)
            case .failed(let failure): return self.end(CURLE_OK, .failed(failure))
            case .send(let bytes): self.unsent = bytes[...]
            case .receive:
                switch self.receiveSome() {
                case CURLE_OK: continue
                case CURLE_AGAIN: return .wait(for: .readable)
                case let code: return self.end(code, .broken(0))
                }
            }
        }
    }

    func cancel() {
        _ = self.end(CURLE_OPERATION_TIMEDOUT, .cancelled)
    }

    private func sendSome() -> CURLcode {
        var count = 0
        let code = unsafe self.unsent.withUnsafeBytes { bytes in
            unsafe curl_easy_send(self.handle.pointer, bytes.baseAddress, bytes.count, &count)
        }
        self.unsent = self.unsent.dropFirst(count)
        return code
    }

    private func receiveSome() -> CURLcode {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = 0
        let code = unsafe curl_easy_recv(self.handle.pointer, &buffer, buffer.count, &count)
        guard code == CURLE_OK else { return code }
        if count == 0 {
            self.conversation.close()
        } else {
            self.conversation.receive(buffer.prefix(count))
        }
        return code
    }

    private func end(_ code: CURLcode, _ ending: PlainSession.Ending) -> CurlTaskStep {
        self.answer(
            Response(
                code: code.rawValue,
                message: code == CURLE_OK ? "" : self.handle.message(for: code),
                verification: self.handle.number(CURLINFO_SSL_VERIFYRESULT),
                handshake: self.handle.time(CURLINFO_APPCONNECT_TIME_T),
                isEstablished: self.isEstablished,
                certificates: self.certificates,
                conversation: self.conversation,
                ending: ending
            )
        )
        return .finished
    }
}
