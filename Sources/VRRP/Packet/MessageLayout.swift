/// Lengths and offsets of a VRRP message over IPv4.
enum MessageLayout {
    /// The only message type there is.
    static let advertisementType: UInt8 = 1
    static let headerLength = 8
    static let checksumOffset = 6
    static let addressLength = 4
    /// The authentication data behind the addresses of v2; present whatever the type says.
    static let authenticationLength = 8

    /// The only length a message with `addressCount` addresses can have.
    static func length(version: Version, addressCount: Int) -> Int {
        let addresses = Self.headerLength + addressCount * Self.addressLength
        switch version {
        case .v2: return addresses + Self.authenticationLength
        case .v3: return addresses
        }
    }
}
