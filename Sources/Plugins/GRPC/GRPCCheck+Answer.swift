import CCurl
import Checks
import Glibc

extension GRPCCheck {
    /// What a finished call means.
    func judge(_ response: HTTPResponse, to request: HTTPRequest, limit: Duration, _ findings: inout Findings) {
        if response.hasConnected {
            findings.pass("connect", expected: self.peer, got: "connected")
        }
        guard response.code == CURLE_OK.rawValue else {
            let failure = HTTPFailure(response, to: request, peer: self.peer, name: self.serverName, limit: limit)
            let isProtocol = failure.reason == .httpProtocol || failure.reason == .httpVersion
            findings.add(
                failure.status,
                isProtocol ? .grpcProtocol : failure.reason,
                failure.phase,
                expected: self.peer,
                got: failure.summary,
                summary: failure.summary
            )
            findings.skip("status", expected: "SERVING")
            return
        }
        if request.usesTLS {
            request.tls.assess(response.certificates, name: self.serverName, now: time(nil), &findings)
        }
        if let complaint = self.complaint(about: response) {
            findings.add(
                .fail,
                .grpcProtocol,
                "answer",
                expected: "an answer of gRPC",
                got: complaint,
                summary: "no answer of gRPC: \(complaint)"
            )
            return
        }
        let code = response.headers.last { $0.name == "grpc-status" }?.value ?? ""
        guard code == "0" else { return self.judge(code: code, response, &findings) }
        do throws(GRPCHealthMessage.Malformation) {
            let status = try GRPCHealthMessage.status(in: response.body)
            self.report(status.name, isGood: status == .serving, status.name, &findings)
        } catch {
            let summary = "no answer of the health service: \(error)"
            findings.add(.fail, .grpcProtocol, "answer", expected: "SERVING", got: "\(error)", summary: summary)
        }
    }

    /// Why this is no answer of gRPC; nil if it is one.
    private func complaint(about response: HTTPResponse) -> String? {
        if response.version != CURL_HTTP_VERSION_2_0 { return "the server does not speak HTTP/2" }
        if response.status != 200 { return "HTTP status \(response.status)" }
        let type = response.headers.last { $0.name == "content-type" }?.value ?? "none"
        if !type.hasPrefix("application/grpc") { return "content type \(type)" }
        if !response.headers.contains(where: { $0.name == "grpc-status" }) { return "no grpc-status at the end" }
        return nil
    }

    /// The call itself failed (gRPC's status codes).
    private func judge(code: String, _ response: HTTPResponse, _ findings: inout Findings) {
        let message = response.headers.last { $0.name == "grpc-message" }?.value ?? ""
        let words =
            switch code {
            case "5": "the server does not know the service '\(self.service)'"
            case "12": "the server has no health service (grpc.health.v1.Health)"
            case "7", "16": "the server refuses to answer this client (status \(code)); metadata may carry a token"
            default: "the call failed with status \(code)"
            }
        self.report("status \(code)", isGood: false, message.isEmpty ? words : "\(words): \(message)", &findings)
    }

    private func report(_ got: String, isGood: Bool, _ words: String, _ findings: inout Findings) {
        let subject = self.service.isEmpty ? self.peer : "\(self.service) at \(self.peer)"
        findings.add(
            isGood ? .pass : .fail,
            .grpcStatus,
            "status",
            expected: "SERVING",
            got: got,
            summary: "\(subject): \(words), expected SERVING"
        )
    }
}
