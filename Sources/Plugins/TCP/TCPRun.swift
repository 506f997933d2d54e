import Checks
import Glibc

/// One run of a ``TCPCheck``: what was found so far, and when.
struct TCPRun: Sendable {
    let check: TCPCheck
    /// Time for the whole run.
    let limit: Duration
    let stopwatch = Stopwatch()
    var findings = Findings()
    private var measurements: [CheckOutcome.Measurement] = []
    private var summary = ""
    /// An attempt to connect to the only address that ``connectsAtOnce()`` has begun.
    private var begun: TCPConnection.Beginning?

    init(_ check: TCPCheck, limit: Duration) {
        self.check = check
        self.limit = limit
    }

    var outcome: CheckOutcome {
        var outcome = self.findings.outcome(self.summary)
        outcome.measurements = self.measurements
        outcome.duration = self.stopwatch.elapsed
        return outcome
    }

    /// Milliseconds since the start of the run.
    private mutating func measure(_ name: String) {
        let value = self.stopwatch.elapsed.milliseconds
        self.measurements.append(CheckOutcome.Measurement(name: name, value: value, unit: "ms"))
    }

    /// Whether a bare connection to an address in figures stands or is refused without any waiting; ``perform()``
    /// goes on from where this has left off.
    mutating func connectsAtOnce() -> Bool {
        guard self.check.tls == nil, self.check.script.isEmpty, let address = self.check.endpoint.address,
            self.check.origin.source.map({ $0.family == address.family }) ?? true
        else { return false }
        let beginning = TCPConnection.begin(address, from: self.check.origin)
        switch beginning {
        case .pending:
            self.begun = beginning
            return false
        case .connected(let descriptor):
            self.measure("dns")
            self.measure("connect")
            self.reportConnection(to: address, after: [])
            TCPConnection.end(descriptor)
        case .failed(let number):
            self.measure("dns")
            self.report([(address, ConnectFailure(number, peer: address.text))])
        }
        return true
    }

    /// From beginning to end; cancellation ends it soon.
    mutating func perform() async {
        guard let conversation = await self.check.script.conversation(&self.findings) else {
            return self.skipConversation()
        }
        guard let (descriptor, address) = await self.connect() else { return self.skipConversation() }
        guard let settings = self.check.tls else {
            guard !conversation.isEmpty else {
                TCPConnection.end(descriptor)
                return
            }
            _ = await self.converse(conversation, on: descriptor, address)
            TCPConnection.end(descriptor)
            return
        }
        guard await self.converse(Conversation(self.check.prologue), on: descriptor, address) else {
            TCPConnection.end(descriptor)
            return
        }
        await self.secure(HandedSocket(descriptor), settings, conversation, address)
    }

    // MARK: Connecting

    /// The connection and its address; nil and findings if there is none.
    private mutating func connect() async -> (Int32, SocketAddress)? {
        var addresses: [SocketAddress]
        switch await self.check.endpoint.addresses() {
        case .success(let found): addresses = found
        case .failure(let failure):
            self.reportLookup(
                "no \(self.check.endpoint.family.words) of \(self.check.endpoint.host): \(failure.message)"
            )
            return nil
        }
        if let source = self.check.origin.source { addresses.removeAll { $0.family != source.family } }
        self.measure("dns")
        guard !addresses.isEmpty else {
            self.reportLookup("no address of \(self.check.endpoint.host) of the source's family")
            return nil
        }
        var failures: [(SocketAddress, ConnectFailure)] = []
        for address in addresses {
            let limit = min(self.check.connectTimeout ?? self.limit, self.limit)
            switch await self.attempt(address, within: limit) {
            case .connected(let descriptor):
                self.measure("connect")
                self.reportConnection(to: address, after: failures)
                return (descriptor, address)
            case .failed(let number):
                failures.append((address, ConnectFailure(number, peer: address.text)))
            case .cancelled:
                let time = min(limit, self.stopwatch.elapsed).readable
                let failure = ConnectFailure(
                    timeout: "\(address.text) did not accept a connection within \(time)"
                )
                failures.append((address, failure))
            }
            if Task.isCancelled { break }
        }
        self.report(failures)
        return nil
    }

    /// The last attempt speaks: those before it were not the end.
    private mutating func report(_ failures: [(SocketAddress, ConnectFailure)]) {
        for (address, failure) in failures.suffix(1) + failures.dropLast() {
            self.findings.add(
                failure.status,
                failure.reason,
                "connect",
                expected: address.text,
                got: failure.summary,
                summary: failure.summary
            )
        }
    }

    private mutating func attempt(_ address: SocketAddress, within limit: Duration) async -> TCPConnection.Result {
        let beginning = self.begun ?? TCPConnection.begin(address, from: self.check.origin)
        self.begun = nil
        switch beginning {
        case .connected(let descriptor): return .connected(descriptor)
        case .failed(let number): return .failed(number)
        case .pending(let descriptor):
            let (result, _) = await Deadline.run(within: limit) { await TCPConnection.finish(descriptor) }
            return result ?? .cancelled
        }
    }

    private mutating func reportLookup(_ message: String) {
        self.findings.add(
            .unknown,
            .dnsFailed,
            "dns",
            expected: self.check.endpoint.host,
            got: message,
            summary: message
        )
    }

    /// An address that failed before another answered is worth knowing, but the service is there.
    private mutating func reportConnection(
        to address: SocketAddress,
        after failures: [(SocketAddress, ConnectFailure)]
    ) {
        for (failed, failure) in failures {
            self.findings.note(.warn, "connect", expected: failed.text, got: failure.summary)
        }
        self.findings.pass("connect", expected: address.text, got: "connected")
        self.summary = "connected to \(address.text)"
    }

    // MARK: Talking

    /// Whether it went as expected. Leaves the socket open.
    private mutating func converse(
        _ conversation: Conversation,
        on descriptor: Int32,
        _ address: SocketAddress
    ) async -> Bool {
        guard !conversation.isEmpty else { return true }
        var conversation = conversation
        let ending = await PlainSession.run(&conversation, on: descriptor)
        let isGood = self.report(conversation, ending, address)
        if isGood, self.check.tls == nil { self.measure("total") }
        return isGood
    }

    private mutating func secure(
        _ socket: HandedSocket,
        _ settings: TLSSettings,
        _ conversation: Conversation,
        _ address: SocketAddress
    ) async {
        let start = self.stopwatch.elapsed
        let left = max(.milliseconds(1), self.limit - start)
        let request = TLSSession.Request(
            socket: socket,
            name: self.check.serverName,
            settings: settings,
            limit: min(self.check.connectTimeout ?? left, left),
            conversation: conversation,
            farewell: self.check.startTLS?.farewell ?? []
        )
        let response: TLSSession.Response? = await CurlEngine.shared.perform { handle, answer in
            TLSSession(request, on: handle, answer)
        }
        guard let response else { return self.reportNoHandshake(address) }
        guard response.isEstablished else { return self.reportHandshake(response, request, settings, address) }
        self.measurements.append(
            CheckOutcome.Measurement(name: "tls", value: (start + response.handshake).milliseconds, unit: "ms")
        )
        let now = time(nil)
        settings.assess(response.certificates, name: request.name, now: now, &self.findings)
        self.summary += " with TLS"
        if self.report(response.conversation, response.ending, address, response.message), !conversation.isEmpty {
            self.measure("total")
        }
        if let first = response.certificates.min(by: { $0.end < $1.end }) {
            let days = (first.days(from: now) * 10).rounded() / 10
            self.measurements.append(
                CheckOutcome.Measurement(name: TLSOptions.daysMeasurement, value: days, unit: "")
            )
        }
    }
}
