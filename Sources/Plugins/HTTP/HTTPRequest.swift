/// What an HTTP check asks.
struct HTTPRequest: Hashable, Sendable {
    enum Family: String, Hashable, Sendable {
        case any, ipv4, ipv6
    }

    var url: String
    var usesTLS = false
    var usesHEAD = false
    var hostHeader: String?
    var unixSocket: String?
    var family = Family.any
    /// Time to connect, TLS included; nil = the total.
    var connectTimeout: Duration?
    var reusesConnection = false
    var keepsBody = false
}
