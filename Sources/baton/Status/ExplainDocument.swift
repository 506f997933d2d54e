/// The agent's answer to `explain`, schema `explain/v1`, or its reason for none.
enum ExplainDocument: Decodable {
    case explanation(Explanation)
    case error(String)

    struct Explanation: Decodable {
        var instance: InstanceDocument
        var ledger: Ledger
        var next: String
        /// What a single change would make of it; an older agent does not say.
        var outlook: [String]?
    }

    struct Ledger: Decodable {
        var base: Int
        var contributions: [Contribution]
        var sum: Int
        var clamped: Bool
        var effective: Int
    }

    struct Contribution: Decodable {
        var source: String
        var health: String
        var weight: Int
        var reverse: Bool
        var delta: Int
        var fault: Bool
        /// What it would contribute if its check were not in `mode observe`.
        var observed: Bool
        var blocked: Bool?
        var score: Int?
        var evidence: String?
        var ageMs: Int64?
    }

    private enum Key: CodingKey {
        case error
    }

    init(from decoder: any Decoder) throws {
        if let message = try decoder.container(keyedBy: Key.self).decodeIfPresent(String.self, forKey: .error) {
            self = .error(message)
        } else {
            self = .explanation(try Explanation(from: decoder))
        }
    }
}
