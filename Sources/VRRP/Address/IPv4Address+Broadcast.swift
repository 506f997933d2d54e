extension IPv4Address {
    /// 255.255.255.255.
    package static let broadcast = IPv4Address(rawValue: .max)
}
