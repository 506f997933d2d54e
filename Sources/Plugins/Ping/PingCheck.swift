public import Checks
import Glibc

/// `ping HOST`: the host answers echo requests.
public struct PingCheck: Check {
    public static let description = PingPlugin.description

    private let host: String
    private let family: AddressFamily
    private let source: SocketAddress?
    private let count: Int
    private let spacing: Duration
    private let size: Int
    private let expectation: PingExpectation

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        let options = definition.options
        guard let host = options.arguments.first, !host.isEmpty else {
            throw CheckSetupError("check \(definition.name): expected a host, as in: ping 192.0.2.254")
        }
        self.host = host
        self.family = options.string(PingPlugin.Option.family).flatMap(AddressFamily.init(rawValue:)) ?? .any
        self.count = options.integer(PingPlugin.Option.count) ?? PingPlugin.defaultCount
        self.spacing = options.duration(PingPlugin.Option.spacing) ?? PingPlugin.defaultSpacing
        self.size = options.integer(PingPlugin.Option.size) ?? PingPlugin.defaultSize
        self.expectation = try PingExpectation(definition)
        self.source = try Self.source(of: definition)
        let needed = self.spacing * (self.count - 1)
        let timeout = definition.schedule.timeout
        guard needed < timeout.marginBeforeDeadline else {
            throw CheckSetupError(
                """
                check \(definition.name): \(self.count) echo requests \(self.spacing.readable) apart take \
                \(needed.readable), and the timeout is \(timeout.readable): lengthen the timeout, or lower count or \
                echo_interval
                """
            )
        }
    }

    private static func source(of definition: CheckDefinition) throws(CheckSetupError) -> SocketAddress? {
        guard let text = definition.options.string(PingPlugin.Option.source) else { return nil }
        guard case .success(let addresses) = SocketAddress.lookUp(text, port: 0, .numeric),
            let address = addresses.first
        else {
            throw CheckSetupError(
                "check \(definition.name): source: expected an address of this machine, found '\(text)'"
            )
        }
        return address
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        var (outcome, _) = await Deadline.run(within: limit) {
            switch await self.address() {
            case .success(let address):
                return await self.ask(address, within: (limit - stopwatch.elapsed).marginBeforeDeadline)
            case .failure(let failure):
                return CheckOutcome(.unknown, .dnsFailed, "no address for \(self.host): \(failure.message)")
            }
        }
        outcome?.duration = stopwatch.elapsed
        return outcome
            ?? CheckOutcome(
                .unknown,
                .dnsFailed,
                "the lookup of \(self.host) did not end within \(limit.readable)",
                duration: stopwatch.elapsed
            )
    }

    private func address() async -> Result<SocketAddress, SocketAddress.LookupFailure> {
        var answer = SocketAddress.lookUp(self.host, port: 0, .numeric, family: self.family)
        if case .failure = answer {
            answer = await NameLookup.shared.addresses(of: self.host, port: 0, family: self.family)
        }
        let family = self.source?.family
        return answer.flatMap { addresses in
            addresses.first { family == nil || $0.family == family }.map { .success($0) }
                ?? .failure(SocketAddress.LookupFailure(message: "none of the source's family"))
        }
    }

    private func ask(_ address: SocketAddress, within limit: Duration) async -> CheckOutcome {
        let name = SocketAddress.text(of: address)
        let socket: EchoSocket
        do throws(EchoSocket.Failure) {
            socket = try EchoSocket(to: address, from: self.source)
        } catch {
            return Self.outcome(of: error, name)
        }
        let round = EchoRound(
            count: self.count,
            spacing: self.spacing,
            message: EchoMessage(
                family: address.family,
                identifier: UInt16.random(in: 0...UInt16.max),
                cookie: UInt64.random(in: 0...UInt64.max),
                size: self.size
            )
        )
        return self.expectation.outcome(of: await round.run(on: socket, within: limit), from: name)
    }

    private static func outcome(of failure: EchoSocket.Failure, _ name: String) -> CheckOutcome {
        let text = ErrorText.of(failure.number)
        var findings = Findings()
        switch failure.number {
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN:
            findings.add(
                "answer",
                expected: "an answer",
                got: text,
                .fail,
                .pingUnreachable,
                "no way to \(name): \(text)"
            )
        case _ where failure.isPermission:
            findings.add(
                "socket",
                expected: "an ICMP socket",
                got: text,
                .unknown,
                .pingPermission,
                """
                may open neither an unprivileged ICMP socket nor a raw one: \(text); widen net.ipv4.ping_group_range \
                or give the checker CAP_NET_RAW
                """
            )
        default:
            // This machine's trouble, such as a source address that is not its own.
            findings.add(
                "socket",
                expected: "an ICMP socket",
                got: text,
                .unknown,
                .pingUnreachable,
                "cannot ask \(name): \(text)"
            )
        }
        return findings.outcome("")
    }
}
