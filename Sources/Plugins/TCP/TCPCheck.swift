public import Checks
import Glibc

/// `tcp HOST:PORT`: a connection can be established.
public struct TCPCheck: Check {
    public static let description = TCPPlugin.description

    private let host: String
    private let port: UInt16
    private let connectTimeout: Duration?
    private let source: SocketAddress?

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        guard case .hostAndPort(let host, let port) = definition.options.argument else {
            throw CheckSetupError("check \(definition.name): expected HOST:PORT, as in: tcp 127.0.0.1:6379")
        }
        self.host = host
        self.port = port
        self.connectTimeout = definition.options.duration(TCPPlugin.Option.connectTimeout)
        if let source = definition.options.string(TCPPlugin.Option.source) {
            guard let address = try? SocketAddress.lookUp(source, port: 0, .numeric).get().first else {
                throw CheckSetupError(
                    "check \(definition.name): source: expected an address of this machine, found '\(source)'"
                )
            }
            self.source = address
        } else {
            self.source = nil
        }
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        var (outcome, _) = await Deadline.run(within: limit) { await self.connect(within: limit, stopwatch) }
        outcome?.duration = stopwatch.elapsed
        return outcome
            ?? CheckOutcome(.fail, .tcpTimeout, "no answer within \(limit.readable)", duration: stopwatch.elapsed)
    }

    private func connect(within limit: Duration, _ stopwatch: Stopwatch) async -> CheckOutcome {
        var addresses: [SocketAddress]
        switch await self.addresses() {
        case .success(let found): addresses = found
        case .failure(let failure):
            return CheckOutcome(.unknown, .dnsFailed, "no address for \(self.host): \(failure.message)")
        }
        if let source = self.source {
            addresses.removeAll { $0.family != source.family }
        }
        let resolved = stopwatch.elapsed
        var last = CheckOutcome(.unknown, .dnsFailed, "no address for \(self.host) of the source's family")
        for address in addresses {
            let attempt = min(self.connectTimeout ?? limit, limit)
            let (result, _) = await Deadline.run(within: attempt) {
                await TCPConnection.attempt(to: address, from: self.source)
            }
            switch result {
            case .connected:
                let connected = stopwatch.elapsed
                return CheckOutcome(
                    .pass,
                    .ok,
                    "connected to \(address.text)",
                    measurements: [
                        CheckOutcome.Measurement(name: "dns", value: resolved.milliseconds, unit: "ms"),
                        CheckOutcome.Measurement(name: "connect", value: connected.milliseconds, unit: "ms"),
                    ]
                )
            case .failed(let number):
                last = Self.outcome(of: number, address)
            case .cancelled, nil:
                last = CheckOutcome(
                    .fail,
                    .tcpTimeout,
                    "\(address.text) did not accept a connection within \(min(attempt, stopwatch.elapsed).readable)"
                )
            }
            if Task.isCancelled { break }
        }
        return last
    }

    private func addresses() async -> Result<[SocketAddress], SocketAddress.LookupFailure> {
        if case .success(let numeric) = SocketAddress.lookUp(self.host, port: self.port, .numeric) {
            return .success(numeric)
        }
        let (host, port) = (self.host, self.port)
        do throws(BlockingCall.Failure) {
            return try await BlockingCall.run { SocketAddress.lookUp(host, port: port, .name) }
        } catch {
            switch error {
            case .cancelled: return .failure(SocketAddress.LookupFailure(message: "the lookup did not end in time"))
            case .exhausted:
                return .failure(SocketAddress.LookupFailure(message: "earlier lookups have not come back"))
            }
        }
    }

    private static func outcome(of number: Int32, _ address: SocketAddress) -> CheckOutcome {
        let text = unsafe String(cString: strerror(number))
        return switch number {
        case ECONNREFUSED:
            CheckOutcome(.fail, .tcpRefused, "\(address.text) refused the connection")
        case ETIMEDOUT:
            CheckOutcome(.fail, .tcpTimeout, "\(address.text) did not answer: \(text)")
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN:
            CheckOutcome(.fail, .tcpUnreachable, "no way to \(address.text): \(text)")
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EADDRINUSE, EACCES, EPERM:
            // This machine's trouble says nothing of the service.
            CheckOutcome(.unknown, .tcpError, "cannot connect to \(address.text): \(text)")
        default:
            CheckOutcome(.fail, .tcpError, "no connection to \(address.text): \(text)")
        }
    }
}
