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
        let measurements = response.measurements(since: start)
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

    /// Why there is no answer, as a finding on the phase that was reached.
    private func judge(
        _ response: HTTPResponse,
        _ request: HTTPRequest,
        _ target: HTTPTarget,
        limit: Duration,
        _ findings: inout Findings
    ) {
        let peer = Self.peer(request, target)
        if response.hasConnected {
            findings.pass("connect", expected: peer, got: Self.connected(response, request))
        }
        let name = request.tls.serverName ?? target.location.host
        let failure = HTTPFailure(response, to: request, peer: peer, name: name, limit: limit)
        findings.add(
            failure.status,
            failure.reason,
            failure.phase,
            expected: peer,
            got: failure.summary,
            summary: failure.summary
        )
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
}
