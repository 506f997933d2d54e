import CCurl
import Checks
import Glibc

/// Why there is no answer: libcurl's result as one of our reasons, and the phase that was reached.
struct HTTPFailure: Hashable, Sendable {
    var status: CheckStatus
    var reason: ReasonCode
    /// The assertion that was not met: `dns`, `connect`, `tls`, `first_byte`, `total`.
    var phase: String
    var summary: String

    private init(_ status: CheckStatus, _ reason: ReasonCode, _ phase: String, _ summary: String) {
        self.status = status
        self.reason = reason
        self.phase = phase
        self.summary = summary
    }

    /// - Parameters:
    ///   - response: Of a transfer that ended with any other code than `CURLE_OK`.
    ///   - peer: Who was asked, for messages.
    ///   - name: What the certificate should be for.
    ///   - limit: The time of the whole run.
    init(_ response: HTTPResponse, to request: HTTPRequest, peer: String, name: String, limit: Duration) {
        let code = CURLcode(rawValue: response.code)
        if request.proxy != nil, let summary = Self.proxyFailure(code, response) {
            self.init(.fail, .proxyFailed, "connect", summary)
            return
        }
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            self = Self.timeout(response, request, limit: limit)
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(.unknown, .dnsFailed, "dns", response.message)
        case CURLE_INTERFACE_FAILED:
            self.init(.unknown, .tcpError, "connect", "cannot connect from there: \(response.message)")
        case CURLE_COULDNT_CONNECT:
            let failure = ConnectFailure(response.systemError, peer: peer)
            self.init(failure.status, failure.reason, "connect", failure.summary)
        case CURLE_HTTP2 where request.version == .http2:
            self.init(.fail, .httpVersion, HTTPPlugin.Option.version, "no answer in HTTP/2: \(response.message)")
        default:
            if request.usesTLS,
                let failure = TLSFailure(
                    code,
                    verification: response.verification,
                    message: response.message,
                    name: name,
                    settings: request.tls
                )
            {
                self.init(failure.status, failure.reason, "tls", failure.summary)
            } else if Self.isProtocolError(code) {
                self.init(.fail, .httpProtocol, "first_byte", "no valid answer: \(response.message)")
            } else {
                self.init(.unknown, .checkError, "first_byte", "libcurl \(response.code): \(response.message)")
            }
        }
    }

    private static func timeout(_ response: HTTPResponse, _ request: HTTPRequest, limit: Duration) -> HTTPFailure {
        let connectLimit = min(request.connectTimeout ?? limit, limit).readable
        let timing = response.timing
        if request.usesTLS, timing.tls == .zero, response.hasBegunTLS {
            return HTTPFailure(.fail, .tlsFailed, "tls", "the TLS handshake did not end within \(connectLimit)")
        }
        if timing.connect == .zero {
            return HTTPFailure(.fail, .tcpTimeout, "connect", "no connection within \(connectLimit)")
        }
        if timing.firstByte == .zero {
            let summary = "connected, but no answer within \(limit.readable)"
            return HTTPFailure(.fail, .httpTimeout, "first_byte", summary)
        }
        let summary = "status \(response.status), but no complete answer within \(limit.readable)"
        return HTTPFailure(.fail, .httpTimeout, "total", summary)
    }

    /// nil where the proxy is not to blame.
    private static func proxyFailure(_ code: CURLcode, _ response: HTTPResponse) -> String? {
        if code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_PROXY {
            return "no connection to the proxy: \(response.message)"
        }
        guard response.proxyStatus != 0, !(200...299).contains(response.proxyStatus) else { return nil }
        return "the proxy answered \(response.proxyStatus) to the request for a tunnel"
    }

    private static func isProtocolError(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING, CURLE_UNSUPPORTED_PROTOCOL,
            CURLE_WRITE_ERROR, CURLE_SEND_FAIL_REWIND:
            true
        default: false
        }
    }
}
