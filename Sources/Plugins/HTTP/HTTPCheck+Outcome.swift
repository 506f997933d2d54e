import CCurl
import Checks
import Glibc

extension HTTPCheck {
    /// The verdict on a finished transfer.
    ///
    /// - Parameters:
    ///   - limit: What the whole run was given.
    ///   - start: When the transfer began, since the start of the run.
    func outcome(
        of response: HTTPResponse,
        _ request: HTTPRequest,
        _ target: HTTPTarget,
        limit: Duration,
        start: Duration,
        _ findings: inout Findings
    ) -> CheckOutcome {
        let measurements = self.measurements(of: response, start: start)
        guard response.code == CURLE_OK.rawValue else {
            self.judge(response, request, target, limit: limit, &findings)
            self.expectations.skip(&findings)
            var outcome = findings.outcome("")
            outcome.measurements = measurements
            return outcome
        }
        findings.pass("connect", expected: Self.peer(request, target), got: Self.connected(response, request))
        if request.usesTLS {
            let name = request.tls.serverName ?? target.location.host
            request.tls.assess(response.certificates, name: name, now: time(nil), &findings)
        }
        self.expectations.assess(response, &findings)
        var outcome = findings.outcome("status \(response.status)")
        outcome.measurements = measurements
        if !findings.isGood, outcome.reason == .httpBody || outcome.reason == .httpJSON {
            outcome.output = String(decoding: response.body.prefix(CheckOutcome.outputLimit), as: UTF8.self)
        }
        return outcome
    }

    /// Why there is no answer, as findings on the phase that was reached.
    private func judge(
        _ response: HTTPResponse,
        _ request: HTTPRequest,
        _ target: HTTPTarget,
        limit: Duration,
        _ findings: inout Findings
    ) {
        let code = CURLcode(rawValue: response.code)
        let peer = Self.peer(request, target)
        let name = request.tls.serverName ?? target.location.host
        func fail(_ status: CheckStatus, _ reason: ReasonCode, _ phase: String, _ summary: String) {
            findings.add(status, reason, phase, expected: peer, got: summary, summary: summary)
        }
        if request.proxy != nil, let summary = Self.proxyFailure(code, response) {
            return fail(.fail, .proxyFailed, "connect", summary)
        }
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            self.judgeTimeout(response, request, peer, limit: limit, &findings)
        case CURLE_COULDNT_RESOLVE_HOST:
            fail(.unknown, .dnsFailed, "dns", response.message)
        case CURLE_INTERFACE_FAILED:
            fail(.unknown, .tcpError, "connect", "cannot connect from there: \(response.message)")
        case CURLE_COULDNT_CONNECT:
            let failure = ConnectFailure(response.systemError, peer: peer)
            fail(failure.status, failure.reason, "connect", failure.summary)
        case CURLE_HTTP2 where request.version == .http2:
            fail(.fail, .httpVersion, HTTPPlugin.Option.version, "no answer in HTTP/2: \(response.message)")
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
                return fail(failure.status, failure.reason, "tls", failure.summary)
            }
            if Self.isProtocolError(code) {
                fail(.fail, .httpProtocol, "answer", "no valid answer: \(response.message)")
            } else {
                fail(.unknown, .checkError, "answer", "libcurl \(response.code): \(response.message)")
            }
        }
    }

    private func judgeTimeout(
        _ response: HTTPResponse,
        _ request: HTTPRequest,
        _ peer: String,
        limit: Duration,
        _ findings: inout Findings
    ) {
        let connectLimit = min(request.connectTimeout ?? limit, limit).readable
        let timing = response.timing
        let reason: ReasonCode
        let phase: String
        let summary: String
        if request.usesTLS, timing.tls == .zero, response.hasBegunTLS {
            (reason, phase) = (.tlsFailed, "tls")
            summary = "the TLS handshake did not end within \(connectLimit)"
        } else if timing.connect == .zero {
            (reason, phase) = (.tcpTimeout, "connect")
            summary = "no connection within \(connectLimit)"
        } else if timing.firstByte == .zero {
            (reason, phase) = (.httpTimeout, "first_byte")
            summary = "connected, but no answer within \(limit.readable)"
        } else {
            (reason, phase) = (.httpTimeout, "total")
            summary = "status \(response.status), but no complete answer within \(limit.readable)"
        }
        findings.add(.fail, reason, phase, expected: peer, got: summary, summary: summary)
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

    /// Who should answer, for messages.
    private static func peer(_ request: HTTPRequest, _ target: HTTPTarget) -> String {
        if let socket = request.unixSocket { return socket }
        let server = SocketAddress.joined(target.location.host, target.location.port)
        if let proxy = request.proxy { return "\(server) through \(proxy)" }
        let address = request.connectTo.map { String($0.dropFirst(2)) }
        return address.map { $0 == server ? server : "\(server) (\($0))" } ?? server
    }

    private static func connected(_ response: HTTPResponse, _ request: HTTPRequest) -> String {
        response.address.isEmpty ? "connected" : "connected to \(response.address)"
    }

    private func measurements(of response: HTTPResponse, start: Duration) -> [CheckOutcome.Measurement] {
        let timing = response.timing
        var measurements: [CheckOutcome.Measurement] = []
        func add(_ name: String, _ duration: Duration) {
            guard duration > .zero else { return }
            measurements.append(
                CheckOutcome.Measurement(name: name, value: (start + duration).milliseconds, unit: "ms")
            )
        }
        add("dns", timing.dns)
        add("connect", timing.connect)
        add("tls", timing.tls)
        add("first_byte", timing.firstByte)
        add("total", timing.total)
        if let first = response.certificates.min(by: { $0.end < $1.end }) {
            let days = (first.days(from: time(nil)) * 10).rounded() / 10
            measurements.append(CheckOutcome.Measurement(name: TLSOptions.daysMeasurement, value: days, unit: ""))
        }
        return measurements
    }
}
