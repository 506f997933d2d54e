extension RoutingNames {
    /// The protocols that rules may be asked to look for by name (IANA's protocol numbers).
    static let ipProtocols: [String: UInt8] = [
        "icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "dccp": 33, "gre": 47, "esp": 50, "ah": 51, "ipv6-icmp": 58,
        "icmpv6": 58, "ospf": 89, "vrrp": 112, "sctp": 132, "udplite": 136,
    ]
}
