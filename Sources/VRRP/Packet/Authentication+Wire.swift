extension Authentication {
    /// Number of the simple text password in the type field (RFC 2338 section 5.3.6).
    static let passwordType: UInt8 = 1
    /// Number of the IP authentication header, which this agent does not speak.
    static let authenticationHeaderType: UInt8 = 2

    /// The type field of a v2 message.
    var type: UInt8 {
        switch self {
        case .none: 0
        case .password: Self.passwordType
        }
    }

    /// The eight bytes behind the addresses of a v2 message.
    var data: [UInt8] {
        switch self {
        case .none:
            [UInt8](repeating: 0, count: MessageLayout.authenticationLength)
        case .password(let password):
            (0..<MessageLayout.authenticationLength).map {
                UInt8(truncatingIfNeeded: password.rawValue >> (56 - 8 * UInt64($0)))
            }
        }
    }
}
