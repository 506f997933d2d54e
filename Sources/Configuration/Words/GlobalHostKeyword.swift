/// The words of `global_defs` about what is set up on the host beside addresses.
enum GlobalHostKeyword: String, CaseIterable {
    case virtualInterfacePrefix = "vmac_prefix"
    case addressInterfacePrefix = "vmac_addr_prefix"
    case filterTable = "nftables"
    case filterPriority = "nftables_priority"
    case filterByIndex = "nftables_ifindex"
    case filterCounters = "nftables_counters"
    case iptables = "vrrp_iptables"
    case ipsets = "vrrp_ipsets"
    case disableLocalIGMP = "disable_local_igmp"
}
