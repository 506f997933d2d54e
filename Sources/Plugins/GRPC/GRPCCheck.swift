import CCurl
public import Checks

/// `grpc HOST:PORT`: a server says by the health protocol that it is serving.
public struct GRPCCheck: Check {
    public static let description = GRPCPlugin.description

    /// Bytes of an answer that are looked at; a good one has seven.
    private static let answerLimit = 64 * 1024
    private static let path = "/grpc.health.v1.Health/Check"

    /// nil for a Unix socket.
    private let endpoint: Endpoint?
    private let request: HTTPRequest
    let service: String
    /// What the certificate must be for.
    let serverName: String
    /// Who is asked, for messages.
    let peer: String
    private let metadataValues: [String]

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        typealias Option = GRPCPlugin.Option
        let (options, check) = (definition.options, definition.name)
        guard case .hostAndPort(let host, let port) = options.argument else {
            throw CheckSetupError("check \(check): expected HOST:PORT, as in: grpc 127.0.0.1:50051")
        }
        for conflict in GRPCPlugin.description.conflicts where conflict.applies(to: options) {
            throw CheckSetupError(
                "check \(check): \(conflict.option) and \(conflict.excluded) exclude one another: "
                    + "\(conflict.reason); \(conflict.fix)"
            )
        }
        let usesTLS = options.boolean(Option.tls) ?? false
        if !usesTLS, let option = TLSSettings.isAskedFor(by: options) {
            throw CheckSetupError("check \(check): \(option) means nothing without TLS; add: tls on")
        }
        let family = options.string(Option.family).flatMap(AddressFamily.init(rawValue:)) ?? .any
        let socket = options.string(Option.unixSocket)
        let endpoint = Endpoint(host: host, port: port, family: family)
        self.endpoint = socket == nil ? endpoint : nil
        self.peer = socket ?? endpoint.text
        self.service = options.string(Option.service) ?? ""
        let metadata = try Self.metadata(options, check)
        self.metadataValues = metadata.map(\.value)
        let tls = try TLSSettings(options, check: check)
        self.serverName = tls.serverName ?? host
        let authority = options.string(Option.authority) ?? SocketAddress.joined(host, port)
        self.request = HTTPRequest(
            url: "\(usesTLS ? "https" : "http")://\(SocketAddress.joined(self.serverName, port))\(Self.path)",
            usesTLS: usesTLS,
            method: "POST",
            headers: [
                "Content-Type: application/grpc", "TE: trailers", "Accept:", "Expect:", "Host: \(authority)",
            ] + metadata.map { "\($0.name): \($0.value)" },
            body: GRPCHealthMessage.request(service: self.service),
            version: .http2,
            unixSocket: socket,
            interface: options.string(Option.source).map { "host!\($0)" }
                ?? options.string(Option.interface).map { "if!\($0)" },
            connectTimeout: options.duration(Option.connectTimeout),
            bodyLimit: Self.answerLimit,
            keepsHeaders: true,
            tls: tls
        )
    }

    public var secrets: [String] { self.metadataValues }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        var findings = Findings()
        var request = self.request
        guard await self.place(&request, within: limit, &findings) else {
            return Self.outcome(findings, stopwatch)
        }
        let start = stopwatch.elapsed
        let left = max(.milliseconds(1), limit - start)
        request.headers.append("grpc-timeout: \(left.wholeMilliseconds)m")
        guard let response = await HTTPTransfer.perform(request, timeout: left) else {
            let isCut = Task.isCancelled
            let summary = isCut ? "no answer within \(stopwatch.elapsed.readable)" : "libcurl could not begin"
            findings.add(
                isCut ? .fail : .unknown,
                isCut ? .httpTimeout : .checkError,
                "answer",
                expected: "an answer",
                got: "none",
                summary: summary
            )
            return Self.outcome(findings, stopwatch)
        }
        self.judge(response, to: request, limit: limit, &findings)
        var outcome = Self.outcome(findings, stopwatch)
        outcome.measurements = response.measurements(since: start)
        return outcome
    }

    private static func outcome(_ findings: Findings, _ stopwatch: Stopwatch) -> CheckOutcome {
        var outcome = findings.outcome("SERVING")
        outcome.duration = stopwatch.elapsed
        return outcome
    }

    /// Says where the request goes: one address; false and a finding if there is none.
    private func place(_ request: inout HTTPRequest, within limit: Duration, _ findings: inout Findings) async -> Bool {
        guard let endpoint = self.endpoint else { return true }
        let limit = min(request.connectTimeout ?? limit, limit)
        var message = "no \(endpoint.family.words) of \(endpoint.host)"
        switch await endpoint.addresses(within: limit) {
        case .success(let addresses):
            if let address = addresses.first {
                request.connectTo = "::\(address.text)"
                return true
            }
        case .failure(let failure): message += ": \(failure.message)"
        }
        findings.add(.unknown, .dnsFailed, "dns", expected: endpoint.host, got: message, summary: message)
        return false
    }

    private static func metadata(
        _ options: CheckOptions,
        _ check: String
    ) throws(CheckSetupError) -> [(name: String, value: String)] {
        var metadata: [(name: String, value: String)] = []
        for value in options.all(GRPCPlugin.Option.header) {
            guard case .strings(let words) = value, words.count == 2 else { continue }
            let isName = words[0].utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
            guard isName, !words[0].isEmpty, words[1].utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
                throw CheckSetupError(
                    "check \(check): metadata: expected a name in small letters and a value of one line, "
                        + "found the name '\(words[0])'; as in: metadata x-probe baton"
                )
            }
            metadata.append((words[0], words[1]))
        }
        return metadata
    }
}
