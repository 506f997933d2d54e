import CCurl
import Checks
import Glibc

extension TCPRun {
    /// Whether the conversation went as expected; says what came for each expectation.
    ///
    /// - Parameter message: libcurl's words where the connection broke.
    mutating func report(
        _ conversation: Conversation,
        _ ending: PlainSession.Ending,
        _ address: SocketAddress,
        _ message: String = ""
    ) -> Bool {
        let expectations = conversation.expectations
        for (expectation, answer) in zip(expectations, conversation.answers) {
            self.findings.pass(expectation.option, expected: expectation.text, got: PrintableBytes.text(answer))
        }
        let (reason, summary): (ReasonCode, String)
        switch ending {
        case .finished: return true
        case .failed(let failure): (reason, summary) = self.verdict(on: failure, conversation, address)
        case .broken(let number): (reason, summary) = self.verdict(onBreak: number, message, address)
        case .cancelled: (reason, summary) = self.verdictOnTimeout(conversation, address)
        }
        self.findings.add(
            .fail,
            reason,
            conversation.current?.option ?? TCPPlugin.Option.send,
            expected: conversation.current?.text ?? "what is sent is taken",
            got: conversation.pending.isEmpty ? "nothing" : PrintableBytes.text(conversation.pending),
            summary: summary
        )
        for expectation in expectations.dropFirst(conversation.answers.count + 1) {
            self.findings.skip(expectation.option, expected: expectation.text)
        }
        return false
    }

    private func verdict(
        on failure: Conversation.Failure,
        _ conversation: Conversation,
        _ address: SocketAddress
    ) -> (ReasonCode, String) {
        let expected = conversation.current?.text ?? ""
        let got = PrintableBytes.text(conversation.pending)
        switch failure {
        case .refused: return (.tcpAnswer, "\(address.text): expected '\(expected)', got '\(got)'")
        case .tooLong:
            let kibibytes = TCPPlugin.answerLimit / 1024
            return (.tcpAnswer, "\(address.text): no '\(expected)' in \(kibibytes) KiB, which begin '\(got)'")
        case .wrongAnswer:
            return (.tcpAnswer, "\(address.text): expected '\(expected)', got '\(got)' and the end of the connection")
        case .closed: return (.tcpClosed, "\(address.text) closed the connection; expected '\(expected)'")
        }
    }

    private func verdict(
        onBreak number: Int32,
        _ message: String,
        _ address: SocketAddress
    ) -> (ReasonCode, String) {
        let text = number == 0 ? message : unsafe String(cString: strerror(number))
        switch number {
        case 0 where message.contains(" alert "): return (.tlsFailed, "\(address.text) ended TLS: \(text)")
        case 0, ECONNRESET, EPIPE: return (.tcpClosed, "\(address.text) broke the connection: \(text)")
        default: return (.tcpError, "the connection to \(address.text) broke: \(text)")
        }
    }

    private func verdictOnTimeout(_ conversation: Conversation, _ address: SocketAddress) -> (ReasonCode, String) {
        guard let expected = conversation.current?.text else {
            return (.tcpTimeout, "\(address.text) did not take what was sent within \(self.limit.readable)")
        }
        guard !conversation.pending.isEmpty else {
            return (.tcpTimeout, "\(address.text): nothing came within \(self.limit.readable); expected '\(expected)'")
        }
        let got = PrintableBytes.text(conversation.pending)
        return (
            .tcpAnswer, "\(address.text): expected '\(expected)', got '\(got)' and no more in \(self.limit.readable)"
        )
    }

    mutating func reportHandshake(
        _ response: TLSSession.Response,
        _ request: TLSSession.Request,
        _ settings: TLSSettings,
        _ address: SocketAddress
    ) {
        let code = CURLcode(rawValue: response.code)
        let failure = TLSFailure(
            code,
            verification: response.verification,
            message: response.message,
            name: request.name,
            settings: settings
        )
        let isTimeout = code == CURLE_OPERATION_TIMEDOUT
        let summary =
            isTimeout
            ? "\(address.text): the TLS handshake did not end within \(min(request.limit, self.limit).readable)"
            : failure?.summary ?? "\(address.text) broke off the TLS handshake: \(response.message)"
        self.findings.add(
            failure?.status ?? .fail,
            failure?.reason ?? .tlsFailed,
            "tls",
            expected: "a TLS connection to \(request.name)",
            got: summary,
            summary: summary
        )
        self.skipConversation()
    }

    mutating func reportNoHandshake(_ address: SocketAddress) {
        if Task.isCancelled {
            let summary = "\(address.text): no TLS within \(self.limit.readable)"
            self.findings.add(.fail, .tlsFailed, "tls", expected: "TLS", got: "cut off", summary: summary)
        } else {
            let summary = "libcurl could not begin TLS"
            self.findings.add(.unknown, .checkError, "tls", expected: "TLS", got: "none", summary: summary)
        }
        self.skipConversation()
    }

    /// What an earlier failure kept from being said.
    mutating func skipConversation() {
        for expectation in self.check.script.expectations {
            self.findings.skip(expectation.option, expected: expectation.text)
        }
    }
}
