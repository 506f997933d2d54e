/// The agent's answer to an order, schema `order/v1`, or its reason for not obeying.
enum OrderDocument: Decodable {
    case done(Done)
    case refused(String)

    struct Done: Decodable {
        var instances: [String]
        var failure: String?
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
