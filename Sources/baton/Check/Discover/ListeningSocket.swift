/// A TCP socket that accepts connections.
struct ListeningSocket: Hashable, Sendable {
    /// In figures, IPv6 without brackets.
    var address: String
    var port: UInt16
    var isIPv6: Bool
    /// Of the socket, by which its owner is found.
    var inode: UInt64

    var isWildcard: Bool { self.address == "0.0.0.0" || self.address == "::" }

    /// What a check on this machine connects to.
    var target: String {
        switch self.address {
        case "0.0.0.0": "127.0.0.1:\(self.port)"
        case "::": "[::1]:\(self.port)"
        default: self.isIPv6 ? "[\(self.address)]:\(self.port)" : "\(self.address):\(self.port)"
        }
    }
}
