import Glibc

/// Values of the option `family`.
enum AddressFamily: String, Hashable, Sendable {
    case any, ipv4, ipv6

    /// As the socket layer has it.
    var number: Int32 {
        switch self {
        case .any: AF_UNSPEC
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        }
    }

    /// For messages: `IPv4 address`.
    var words: String {
        switch self {
        case .any: "address"
        case .ipv4: "IPv4 address"
        case .ipv6: "IPv6 address"
        }
    }
}
