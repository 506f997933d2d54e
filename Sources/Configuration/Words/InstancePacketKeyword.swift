/// The words of `vrrp_instance` about its packets and its own timers.
enum InstancePacketKeyword: String, CaseIterable {
    case tracksSource = "track_src_ip"
    case unicastTTL = "unicast_ttl"
    case unicastFaultWithoutPeer = "unicast_fault_no_peer"
    case oldUnicastChecksum = "old_unicast_checksum"
    case noVirtualAddress = "no_virtual_ipaddress"
    case timerExpired = "timer_expired_backup"
    case timerExpiredOld = "thread_timer_expired"
    case extraInterfaces = "garp_extra_if"
    case extraInterfacesOld = "vmac_garp_intvl"
    case debug
    case nativeIPv6 = "native_ipv6"
    case multicastSource = "mcast_src_ip"
    case multicastDestination = "mcast_dst_ip"
    case receiveBuffer = "kernel_rx_buf_size"
}
