import CCurl
public import Checks

extension HTTPCheck {
    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        var findings = Findings()
        var outcome = await self.outcome(within: limit, stopwatch, &findings)
        outcome.duration = stopwatch.elapsed
        return outcome
    }

    private func outcome(within limit: Duration, _ stopwatch: Stopwatch, _ findings: inout Findings) async
        -> CheckOutcome
    {
        var request = self.request
        guard await self.complete(&request, &findings) else {
            self.expectations.skip(&findings)
            return findings.outcome("")
        }
        var target = self.target
        var hops = 0
        while true {
            guard await self.place(&request, target, within: limit - stopwatch.elapsed, &findings) else {
                self.expectations.skip(&findings)
                return findings.outcome("")
            }
            let start = stopwatch.elapsed
            let left = max(.milliseconds(1), limit - start)
            guard let response = await HTTPTransfer.perform(request, timeout: left) else {
                return Self.unanswered(stopwatch, &findings)
            }
            if let next = self.next(after: response, at: target, hops: hops, &findings) {
                target = next
                hops += 1
                Self.adapt(&request, after: response.status)
                continue
            }
            return self.outcome(of: response, request, target, limit: limit, start: start, &findings)
        }
    }

    /// What is read anew for every run.
    private func complete(_ request: inout HTTPRequest, _ findings: inout Findings) async -> Bool {
        for credentials in self.credentials {
            guard await credentials.apply(to: &request, &findings) else { return false }
        }
        guard let file = self.bodyFile else { return true }
        switch await file.read() {
        case .success(let content):
            request.body = content.bytes
            return true
        case .failure(let failure):
            findings.add(
                .unknown,
                failure.reason,
                HTTPPlugin.Option.bodyFile,
                expected: "a file",
                got: failure.message,
                summary: "body_file: \(failure.message)"
            )
            return false
        }
    }

    /// Says where the request goes: one address, so that no other can answer in its stead.
    private func place(
        _ request: inout HTTPRequest,
        _ target: HTTPTarget,
        within limit: Duration,
        _ findings: inout Findings
    ) async -> Bool {
        if self.isPlaced, target == self.target, request.url == self.request.url { return true }
        let serverName = target.location.usesTLS ? request.tls.serverName : nil
        request.usesTLS = target.location.usesTLS
        request.url = target.url(host: serverName)
        request.headers.removeAll { $0.hasPrefix("Host: ") }
        if self.hostHeader != nil || serverName != nil {
            request.headers.append("Host: \(self.hostHeader ?? target.authority)")
        }
        if let proxy = self.proxy {
            guard let address = await self.address(of: proxy, within: limit, &findings) else { return false }
            request.proxy = "http://\(address.text)"
            // The proxy connects to the URL's host under its own name, whatever name the handshake asks for.
            request.connectTo = serverName.map { _ in
                "::" + SocketAddress.joined(target.location.host, target.location.port)
            }
            return true
        }
        guard var endpoint = self.endpoint else { return true }
        endpoint =
            target == self.target
            ? endpoint
            : Endpoint(host: target.location.host, port: target.location.port, family: self.family)
        guard !(endpoint.isNumeric && serverName == nil) else {
            request.connectTo = nil
            return true
        }
        guard let address = await self.address(of: endpoint, within: limit, &findings) else { return false }
        request.connectTo = "::\(address.text)"
        return true
    }

    /// The first address, or nil and a finding.
    private func address(of endpoint: Endpoint, within limit: Duration, _ findings: inout Findings) async
        -> SocketAddress?
    {
        let limit = min(self.request.connectTimeout ?? limit, limit)
        let message: String
        switch await endpoint.addresses(within: limit) {
        case .success(let addresses):
            if let address = addresses.first { return address }
            message = "no \(endpoint.family.words) of \(endpoint.host)"
        case .failure(let failure): message = "no \(endpoint.family.words) of \(endpoint.host): \(failure.message)"
        }
        // This machine's name service says nothing of the server.
        findings.add(.unknown, .dnsFailed, "dns", expected: endpoint.host, got: message, summary: message)
        return nil
    }

    /// Where to ask next; nil if this is the answer, perhaps with a finding.
    private func next(
        after response: HTTPResponse,
        at target: HTTPTarget,
        hops: Int,
        _ findings: inout Findings
    ) -> HTTPTarget? {
        guard self.redirectLimit > 0, response.code == CURLE_OK.rawValue,
            [301, 302, 303, 307, 308].contains(response.status), let url = response.redirect
        else { return nil }
        let expected = "at most \(self.redirectLimit) redirects on the same host"
        let option = HTTPPlugin.Option.followRedirects
        guard hops < self.redirectLimit else {
            let got = "redirect \(hops + 1) to \(url)"
            let summary = "more than \(self.redirectLimit) redirects, the last to \(url)"
            findings.add(.fail, .httpRedirect, option, expected: expected, got: got, summary: summary)
            return nil
        }
        guard let next = self.target(of: url, from: target), target.mayLead(to: next) else {
            let summary = "redirected to \(url), which is not this server"
            findings.add(.fail, .httpRedirect, option, expected: expected, got: url, summary: summary)
            return nil
        }
        findings.pass(option, expected: expected, got: "status \(response.status) to \(url)")
        return next
    }

    /// A redirect without a host of its own was completed with the name of the handshake.
    private func target(of url: String, from target: HTTPTarget) -> HTTPTarget? {
        guard var next = HTTPTarget(url) else { return nil }
        if let serverName = self.request.tls.serverName, next.location.host == serverName {
            next.location.host = target.location.host
        }
        if let host = self.hostHeader.flatMap({ HTTPTarget("http://\($0)/")?.location.host }),
            next.location.host == host
        {
            next.location.host = target.location.host
        }
        return next
    }

    /// As browsers do it: after 303, and after a POST that was moved, the answer is fetched.
    private static func adapt(_ request: inout HTTPRequest, after status: Int) {
        let isFetch = request.method == "GET" || request.method == "HEAD"
        guard !isFetch, status == 303 || (request.method == "POST" && (status == 301 || status == 302)) else { return }
        request.method = "GET"
        request.body = nil
        request.headers.removeAll { $0 == "Expect:" || $0.lowercased().hasPrefix("content-type:") }
    }

    private static func unanswered(_ stopwatch: Stopwatch, _ findings: inout Findings) -> CheckOutcome {
        if Task.isCancelled {
            let summary = "no answer within \(stopwatch.elapsed.readable)"
            findings.add(.fail, .httpTimeout, "answer", expected: "in time", got: "cut off", summary: summary)
        } else {
            let summary = "libcurl could not start the transfer"
            findings.add(.unknown, .checkError, "answer", expected: "an answer", got: "none", summary: summary)
        }
        return findings.outcome("")
    }
}
