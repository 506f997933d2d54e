/// The words of `global_defs` about packets and the start of the protocol.
enum GlobalPacketKeyword: String, CaseIterable {
    case minimalAnnouncements = "vrrp_min_garp"
    case extraInterfaces = "vrrp_garp_extra_if"
    case extraInterfacesOld = "vrrp_vmac_garp_intvl"
    case neighborAdvertisementInterval = "vrrp_gna_interval"
    case logUnknownIDs = "log_unknown_vrids"
    case startupDelay = "vrrp_startup_delay"
    case delayAfterBoot = "vrrp_delay_after_boot"
    case multicastGroup6 = "vrrp_mcast_group6"
    case receiveBufferPolicy = "vrrp_rx_bufs_policy"
    case receiveBufferMultiplier = "vrrp_rx_bufs_multiplier"
}
