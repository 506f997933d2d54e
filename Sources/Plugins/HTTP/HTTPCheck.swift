import CCurl
public import Checks
import Glibc

/// `http URL`: a server answers with an expected status and body.
///
/// Every run opens a connection of its own unless told otherwise, so that a listener that has died is seen even
/// while an old connection lives.
public struct HTTPCheck: Check {
    public static let description = HTTPPlugin.description

    let request: HTTPRequest
    let statuses: [ClosedRange<Int>]
    let expectedBody: String?

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        typealias Option = HTTPPlugin.Option
        let options = definition.options
        guard let url = options.arguments.first, let location = HTTPLocation(url) else {
            throw CheckSetupError(
                "check \(definition.name): expected an http:// or https:// URL, as in: http http://127.0.0.1/healthz"
            )
        }
        let host = options.string(Option.host)
        if let host, host.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) {
            throw CheckSetupError("check \(definition.name): host: expected a host name, found '\(host)'")
        }
        let usesHEAD = options.string(Option.method) == "HEAD"
        let expectedBody = options.string(Option.expectBody)
        guard !(usesHEAD && expectedBody != nil) else {
            throw CheckSetupError(
                "check \(definition.name): an answer to HEAD has no body; use method GET or remove expect_body"
            )
        }
        self.request = HTTPRequest(
            url: url,
            usesTLS: location.usesTLS,
            usesHEAD: usesHEAD,
            hostHeader: host,
            unixSocket: options.string(Option.unixSocket),
            family: options.string(Option.family).flatMap(HTTPRequest.Family.init(rawValue:)) ?? .any,
            connectTimeout: options.duration(Option.connectTimeout),
            reusesConnection: options.boolean(Option.reuse) ?? false,
            keepsBody: expectedBody != nil
        )
        self.statuses = options.integerRanges(Option.expectStatus) ?? [200...299]
        self.expectedBody = expectedBody
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        let response = await HTTPEngine.shared.response(to: self.request, timeout: limit)
        var outcome =
            if let response {
                self.outcome(of: response, limit: limit)
            } else if Task.isCancelled {
                CheckOutcome(.fail, .httpTimeout, "no answer within \(stopwatch.elapsed.readable)")
            } else {
                CheckOutcome(.unknown, .checkError, "libcurl could not start the transfer")
            }
        outcome.duration = stopwatch.elapsed
        return outcome
    }
}
