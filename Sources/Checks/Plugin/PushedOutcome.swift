/// What somebody outside said of a check.
public struct PushedOutcome: Hashable, Sendable {
    public var status: CheckStatus
    public var summary: String
    /// How long ago it was said.
    public var age: Duration
    /// How long it holds; nil = as the check's definition says.
    public var timeToLive: Duration?
    /// −254…254; nil if there is none.
    public var score: Int?

    public init(
        _ status: CheckStatus,
        summary: String = "",
        age: Duration = .zero,
        timeToLive: Duration? = nil,
        score: Int? = nil
    ) {
        self.status = status
        self.summary = summary
        self.age = age
        self.timeToLive = timeToLive
        self.score = score
    }
}
