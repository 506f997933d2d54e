/// What the kernel does with a packet that a route matches; numbered as `RTN_…`.
package enum RouteType: UInt8, Hashable, Sendable, CaseIterable {
    case unicast = 1
    case local
    case broadcast
    case anycast
    case multicast
    case blackhole
    case unreachable
    case prohibit
    case `throw`
    /// Known by name; Linux does it no more.
    case nat

    /// The type of a word of `ip route`.
    package init?(word: String) {
        switch word {
        case "unicast": self = .unicast
        case "local": self = .local
        case "broadcast", "brd": self = .broadcast
        case "anycast": self = .anycast
        case "multicast": self = .multicast
        case "blackhole": self = .blackhole
        case "unreachable": self = .unreachable
        case "prohibit": self = .prohibit
        case "throw": self = .throw
        case "nat": self = .nat
        default: return nil
        }
    }
}
