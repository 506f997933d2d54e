/// The words of a rule.
enum RuleKeyword: String, CaseIterable {
    case ipv4 = "inet"
    case ipv6 = "inet6"
    case source = "from"
    case destination = "to"
    case table
    case lookup
    case inverted = "not"
    case preference
    case order
    case priority
    case service = "tos"
    case serviceField = "dsfield"
    case mark = "fwmark"
    case realms
    case suppressedPrefixLength = "suppress_prefixlength"
    case suppressedPrefixLengthShort = "sup_pl"
    case suppressedGroup = "suppress_ifgroup"
    case suppressedGroupShort = "sup_group"
    case device = "dev"
    case incoming = "iif"
    case outgoing = "oif"
    case tunnel = "tunnel-id"
    case users = "uidrange"
    case vrf = "l3mdev"
    case originator = "protocol"
    case ipProtocol = "ipproto"
    case ipProtocolOfOld = "ip_proto"
    case sourcePorts = "sport"
    case destinationPorts = "dport"
    case untracked = "no_track"
    case trackGroup = "track_group"
    case type
    case goto
    case nothing = "nop"
    case blackhole
    case unreachable
    case prohibit
}
