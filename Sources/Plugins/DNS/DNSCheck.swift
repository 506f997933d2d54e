public import Checks
import Glibc

/// `dns NAME`: a name server answers a question as it should.
public struct DNSCheck: Check {
    public static let description = DNSPlugin.description

    private let question: DNSQuestion
    /// As it is written; nil = the first of /etc/resolv.conf.
    private let server: String?
    private let overTCP: Bool
    private let tries: Int
    private let expectation: DNSExpectation

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        let options = definition.options
        let text = options.arguments.first ?? ""
        let type = options.string(DNSPlugin.Option.type).flatMap(DNSType.init(name:)) ?? .a
        guard let name = Self.name(text, type) else {
            throw CheckSetupError(
                """
                check \(definition.name): expected a domain name with labels of 1 to 63 bytes, at most 253 in all, \
                found '\(text)'
                """
            )
        }
        self.question = DNSQuestion(
            name: name,
            type: type,
            wantsRecursion: options.boolean(DNSPlugin.Option.recursion) ?? true
        )
        self.server = options.string(DNSPlugin.Option.server)
        self.overTCP = options.string(DNSPlugin.Option.transport) == "tcp"
        self.tries = options.integer(DNSPlugin.Option.tries) ?? 2
        self.expectation = try DNSExpectation(definition)
    }

    private static func name(_ text: String, _ type: DNSType) -> DNSName? {
        if type == .ptr, case .success(let addresses) = SocketAddress.lookUp(text, port: 0, .numeric),
            let address = addresses.first
        {
            return DNSName.reverse(of: address)
        }
        return DNSName(text)
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        let (server, port) = NameServer.parts(of: self.server ?? NameServer.configured())
        var (outcome, _) = await Deadline.run(within: limit) {
            switch await Self.address(of: server, port: port) {
            case .success(let address): return await self.ask(address, within: limit - stopwatch.elapsed)
            case .failure(let failure):
                return CheckOutcome(.unknown, .dnsFailed, "no address for the server \(server): \(failure.message)")
            }
        }
        outcome?.duration = stopwatch.elapsed
        return outcome
            ?? CheckOutcome(
                .unknown,
                .dnsFailed,
                "the lookup of the server \(server) did not end within \(limit.readable)",
                duration: stopwatch.elapsed
            )
    }

    private static func address(
        of host: String,
        port: UInt16
    ) async -> Result<SocketAddress, SocketAddress.LookupFailure> {
        var answer = SocketAddress.lookUp(host, port: port, .numeric)
        if case .failure = answer {
            answer = await NameLookup.shared.addresses(of: host, port: port, family: .any)
        }
        return answer.flatMap { addresses in
            addresses.first.map { .success($0) }
                ?? .failure(SocketAddress.LookupFailure(message: "the name has no address"))
        }
    }

    private func ask(_ server: SocketAddress, within limit: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let exchange = DNSExchange(
            question: self.question,
            server: server,
            overTCP: self.overTCP,
            tries: self.tries,
            // Its own end comes first, so that the outcome says how often was asked.
            timeout: max(limit.marginBeforeDeadline, .milliseconds(1))
        )
        let answer = await exchange.run()
        let elapsed = stopwatch.elapsed
        var findings = Findings()
        guard case .message(let message, let tries, let overTCP) = answer else {
            self.judge(answer, from: server.text, after: elapsed, &findings)
            return findings.outcome("")
        }
        let way = overTCP ? "over TCP" : "over UDP"
        findings.require("answer", expected: "an answer", got: "an answer \(way)", true, else: .dnsTimeout, "")
        self.expectation.judge(message, of: self.question, from: server.text, &findings)
        let records = message.records(of: self.question.type)
        let said = message.code == .noError ? DNSExpectation.list(records) : "\(message.code)"
        var outcome = findings.outcome(
            "\(server.text) answers for \(self.question.name) \(self.question.type.name): \(said)"
        )
        outcome.measurements = [
            CheckOutcome.Measurement(name: "answers", value: Double(records.count), unit: ""),
            CheckOutcome.Measurement(name: "time", value: elapsed.milliseconds, unit: "ms"),
            CheckOutcome.Measurement(name: "tries", value: Double(tries), unit: ""),
        ]
        return outcome
    }

    /// What becomes of a question that was not answered.
    private func judge(
        _ answer: DNSExchange.Answer,
        from server: String,
        after elapsed: Duration,
        _ findings: inout Findings
    ) {
        let (status, reason, got, summary): (CheckStatus, ReasonCode, String, String) =
            switch answer {
            case .message:
                (.pass, .ok, "an answer", "")
            case .malformed(let malformation):
                (.fail, .dnsMalformed, "a broken answer", "the answer of \(server) \(malformation.text)")
            case .closed:
                (
                    .fail, .dnsMalformed, "a closed connection",
                    "\(server) closed the connection without an answer to the question"
                )
            case .timeout(let tries):
                (
                    .fail, .dnsTimeout, "none",
                    "\(server) did not answer within \(elapsed.readable) (asked \(tries == 1 ? "once" : "\(tries) times"))"
                )
            case .failed(let number):
                Self.judgment(of: number, server)
            }
        findings.add("answer", expected: "an answer", got: got, status, reason, summary)
        findings.skip(DNSPlugin.Option.expectCode, expected: "\(self.expectation.code)")
    }

    private static func judgment(of number: Int32, _ server: String) -> (CheckStatus, ReasonCode, String, String) {
        let text = ErrorText.of(number)
        return switch number {
        case ECONNREFUSED:
            (.fail, .dnsUnreachable, text, "nobody listens at \(server): \(text)")
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, ECONNRESET, ETIMEDOUT, EPIPE:
            (.fail, .dnsUnreachable, text, "no way to \(server): \(text)")
        default:
            // This machine's trouble says nothing of the server.
            (.unknown, .dnsFailed, text, "cannot ask \(server): \(text)")
        }
    }
}
