import CCurl
import Checks
import Glibc

extension HTTPCheck {
    /// The verdict on a finished transfer. `limit` is the time it was given.
    func outcome(of response: HTTPResponse, limit: Duration) -> CheckOutcome {
        var outcome = self.verdict(on: response, limit: limit)
        outcome.measurements = self.measurements(of: response.timing)
        return outcome
    }

    private func verdict(on response: HTTPResponse, limit: Duration) -> CheckOutcome {
        switch CURLcode(rawValue: response.code) {
        case CURLE_OK:
            return self.verdict(onStatus: response)
        case CURLE_OPERATION_TIMEDOUT:
            return self.verdict(onTimeout: response, limit: limit)
        case CURLE_COULDNT_RESOLVE_HOST:
            // This machine's name service says nothing of the server.
            return CheckOutcome(.unknown, .dnsFailed, response.message)
        case CURLE_COULDNT_CONNECT:
            switch response.systemError {
            case ECONNREFUSED:
                return CheckOutcome(.fail, .tcpRefused, "connection refused: \(response.message)")
            case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, ENOENT:
                return CheckOutcome(.fail, .tcpUnreachable, "no way to the server: \(response.message)")
            case let number:
                return CheckOutcome(.fail, .tcpError, "\(response.message) (\(Self.text(number)))")
            }
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT:
            let certificateHasExpired = 10  // X509_V_ERR_CERT_HAS_EXPIRED
            return response.verification == certificateHasExpired
                ? CheckOutcome(.fail, .tlsExpired, "the server's certificate has expired")
                : CheckOutcome(.fail, .tlsFailed, response.message)
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING, CURLE_UNSUPPORTED_PROTOCOL:
            return CheckOutcome(.fail, .httpProtocol, "no valid answer: \(response.message)")
        default:
            return CheckOutcome(.unknown, .checkError, "libcurl \(response.code): \(response.message)")
        }
    }

    private func verdict(onStatus response: HTTPResponse) -> CheckOutcome {
        guard self.statuses.contains(where: { $0.contains(response.status) }) else {
            let expected = self.statuses.map { range in
                range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
            }
            return CheckOutcome(
                .fail,
                .httpStatus,
                "status \(response.status), expected \(expected.joined(separator: " "))"
            )
        }
        guard let expected = self.expectedBody else {
            return CheckOutcome(.pass, .ok, "status \(response.status)")
        }
        guard response.body.contains(sequence: Array(expected.utf8)) else {
            return CheckOutcome(
                .fail,
                .httpBody,
                "status \(response.status), body of \(response.body.count) bytes without '\(expected)'",
                output: String(decoding: response.body.prefix(CheckOutcome.outputLimit), as: UTF8.self)
            )
        }
        return CheckOutcome(.pass, .ok, "status \(response.status), body has '\(expected)'")
    }

    private func verdict(onTimeout response: HTTPResponse, limit: Duration) -> CheckOutcome {
        let timing = response.timing
        let connectLimit = min(self.request.connectTimeout ?? limit, limit).readable
        if timing.dns == .zero, self.request.unixSocket == nil {
            return CheckOutcome(.unknown, .dnsFailed, "the name was not resolved within \(connectLimit)")
        }
        if self.request.usesTLS, timing.tls == .zero, response.hasBegunTLS {
            return CheckOutcome(.fail, .tlsFailed, "the TLS handshake did not end within \(connectLimit)")
        }
        if timing.connect == .zero {
            return CheckOutcome(.fail, .tcpTimeout, "no connection within \(connectLimit)")
        }
        return CheckOutcome(.fail, .httpTimeout, "connected, but no complete answer within \(limit.readable)")
    }

    private func measurements(of timing: HTTPResponse.Timing) -> [CheckOutcome.Measurement] {
        let phases = [
            ("dns", timing.dns), ("connect", timing.connect), ("tls", timing.tls), ("first_byte", timing.firstByte),
            ("total", timing.total),
        ]
        return phases.filter { $0.1 > .zero }.map { name, duration in
            CheckOutcome.Measurement(name: name, value: duration.milliseconds, unit: "ms")
        }
    }

    private static func text(_ number: Int32) -> String {
        number == 0 ? "no reason given" : unsafe String(cString: strerror(number))
    }
}

extension [UInt8] {
    /// Whether `sequence` occurs; an empty one always does.
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        guard let first = sequence.first else { return true }
        guard self.count >= sequence.count else { return false }
        var start = self.startIndex
        while let index = self[start...].firstIndex(of: first), index + sequence.count <= self.endIndex {
            if self[index..<index + sequence.count].elementsEqual(sequence) { return true }
            start = index + 1
        }
        return false
    }
}
