/// The words of a route that are followed by a value, or stand alone.
enum RouteKeyword: String, CaseIterable {
    case ipv4 = "inet"
    case ipv6 = "inet6"
    case to
    case preferredSource = "src"
    case rewrite = "as"
    case gateway = "via"
    case gatewayOfOld = "gw"
    case source = "from"
    case service = "tos"
    case serviceField = "dsfield"
    case table
    case originator = "protocol"
    case scope
    case metric
    case priority
    case preferenceNumber = "preference"
    case device = "dev"
    case outgoing = "oif"
    case onLink = "onlink"
    case encapsulation = "encap"
    case expires
    case mtu
    case hopLimit = "hoplimit"
    case advertisedSegmentSize = "advmss"
    case roundTripTime = "rtt"
    case roundTripVariance = "rttvar"
    case reordering
    case window
    case congestionWindow = "cwnd"
    case slowStartThreshold = "ssthresh"
    case realms
    case minimumRetransmissionTimeout = "rto_min"
    case initialCongestionWindow = "initcwnd"
    case initialReceiveWindow = "initrwnd"
    case features
    case quickAcknowledgements = "quickack"
    case congestionControl = "congctl"
    case preference = "pref"
    case propagation = "ttl-propagate"
    case fastOpenWithoutCookie = "fastopen_no_cookie"
    case add
    case prepend
    case append
    case alternative = "or"
    case nextHop = "nexthop"
    case untracked = "no_track"
    case trackGroup = "track_group"
    case vrf
}
