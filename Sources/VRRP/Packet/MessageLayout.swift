/// Lengths and offsets of a VRRP message.
enum MessageLayout {
    /// The only message type there is.
    static let advertisementType: UInt8 = 1
    static let headerLength = 8
    static let checksumOffset = 6
    /// The authentication data behind the addresses of v2 over IPv4; present whatever the type says.
    static let authenticationLength = 8

    /// The only length a message with `addressCount` addresses can have.
    static func length(version: Version, family: AddressFamily, addressCount: Int) -> Int {
        let addresses = Self.headerLength + addressCount * family.addressLength
        switch (version, family) {
        case (.v2, .ipv4): return addresses + Self.authenticationLength
        // No RFC has v2 over IPv6; keepalived sends it without authentication data.
        case (.v2, .ipv6), (.v3, .ipv4), (.v3, .ipv6): return addresses
        }
    }
}
