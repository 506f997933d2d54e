/// What somebody outside says of a check: one line of JSON on the checker's socket, answered with a ``PushAnswer``.
///
///     {"push":{"check":"backup","status":"pass","summary":"42 files","ttl":30,"score":null}}
///
/// Only `check` and `status` must be there. Members nobody knows are ignored, so that newer clients may say more.
public struct PushRequest: Hashable, Sendable {
    /// The name of a check of kind `push`.
    public var check: String
    public var status: CheckStatus
    /// One line for people; cut like any summary.
    public var summary: String
    /// How long it holds: at least ``shortestTimeToLive``, at most ``longestTimeToLive``; nil = as the check's definition says.
    public var timeToLive: Duration?
    /// −254…254; nil if there is none.
    public var score: Int?

    /// Bytes of a request with its line feed.
    public static let lineLimit = 64 * 1024
    /// As in a definition: a sign of life that is gone before anybody looks is none.
    public static let shortestTimeToLive = Duration.milliseconds(100)
    /// A year: what shall hold longer is no sign of life.
    public static let longestTimeToLive = Duration.seconds(365 * 24 * 3600)

    public init(
        check: String,
        status: CheckStatus,
        summary: String = "",
        timeToLive: Duration? = nil,
        score: Int? = nil
    ) {
        self.check = check
        self.status = status
        self.summary = summary
        self.timeToLive = timeToLive
        self.score = score
    }

    /// The request as it is sent, with its line feed.
    public var line: [UInt8] {
        var members: [String: JSONValue] = [
            "check": .string(self.check),
            "status": .string(self.status.description),
            "summary": .string(self.summary),
        ]
        if let timeToLive { members["ttl"] = .number(timeToLive.seconds) }
        if let score { members["score"] = .number(Double(score)) }
        return Array((JSONValue.object(["push": .object(members)]).text + "\n").utf8)
    }

    /// Reads a line without its line feed; total over any bytes.
    public init(parsing line: some Collection<UInt8>) throws(PushRequestError) {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: line, refusingDuplicates: true)
        } catch {
            throw PushRequestError("expected one JSON object on one line, found \(error)")
        }
        guard let push = document["push"], case .object = push else {
            throw PushRequestError("expected an object named 'push'; for example: \(Self.example)")
        }
        guard let check = push["check"]?.string, !check.isEmpty else {
            throw PushRequestError("check: expected the name of a check as a text; for example: \(Self.example)")
        }
        guard let status = push["status"]?.string.flatMap(Self.status) else {
            throw PushRequestError("status: expected one of pass, warn, fail, unknown")
        }
        self.init(
            check: check,
            status: status,
            summary: try Self.summary(push["summary"]),
            timeToLive: try Self.timeToLive(push["ttl"]),
            score: try Self.score(push["score"])
        )
    }

    /// The status of this name.
    public static func status(_ name: String) -> CheckStatus? {
        CheckStatus.allCases.first { $0.description == name }
    }

    private static let example = PushRequest(check: "backup", status: .pass, timeToLive: .seconds(30)).json

    private var json: String { String(decoding: self.line.dropLast(), as: UTF8.self) }

    private static func summary(_ value: JSONValue?) throws(PushRequestError) -> String {
        guard let value, value != .null else { return "" }
        guard let text = value.string else { throw PushRequestError("summary: expected a text") }
        return text
    }

    private static func timeToLive(_ value: JSONValue?) throws(PushRequestError) -> Duration? {
        guard let value, value != .null else { return nil }
        guard let seconds = value.number, seconds >= Self.shortestTimeToLive.seconds,
            seconds <= Self.longestTimeToLive.seconds
        else {
            let longest = Int(Self.longestTimeToLive.seconds)
            throw PushRequestError("ttl: expected seconds from 0.1 to \(longest) as a number")
        }
        return .microseconds(Int64((seconds * 1_000_000).rounded()))
    }

    private static func score(_ value: JSONValue?) throws(PushRequestError) -> Int? {
        guard let value, value != .null else { return nil }
        guard let score = value.integer, (-254...254).contains(score) else {
            throw PushRequestError("score: expected an integer from -254 to 254")
        }
        return score
    }
}
