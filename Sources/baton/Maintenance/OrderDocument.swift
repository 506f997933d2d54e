/// The agent's answer to an order, schema `order/v1`, or its reason for not obeying.
enum OrderDocument: Decodable {
    case done(Done)
    case refused(String)

    struct Done: Decodable {
        var instances: [String]
        /// The agent's clock when it obeyed; an older agent does not say.
        var atUs: Int64?
        /// What the instances were then; an older agent does not say.
        var before: [Before]?
        var failure: String?
    }

    struct Before: Decodable {
        var instance: String
        var state: String
        /// Whether it was in maintenance, or drained.
        var maintenance: Bool

        var hasAddresses: Bool { self.state == "master" || self.state == "resigning" }
    }

    private enum Key: CodingKey {
        case error
    }

    init(from decoder: any Decoder) throws {
        if let reason = try decoder.container(keyedBy: Key.self).decodeIfPresent(String.self, forKey: .error) {
            self = .refused(reason)
        } else {
            self = .done(try Done(from: decoder))
        }
    }
}
