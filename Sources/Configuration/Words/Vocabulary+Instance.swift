extension Vocabulary {
    static let instance = Vocabulary(
        block: "vrrp_instance",
        supported: InstanceKeyword.allCases.map(\.rawValue),
        later: [
            "vrf", "use_vmac", "use_vmac_addr", "vmac_xmit_base", "use_ipvlan", "unicast_ttl",
            "unicast_fault_no_peer", "check_unicast_src", "old_unicast_checksum", "native_ipv6", "mcast_src_ip",
            "mcast_dst_ip", "track_src_ip", "track_file", "track_process", "track_bfd", "no_virtual_ipaddress",
            "virtual_routes", "virtual_rules", "promote_secondaries", "accept", "no_accept", "skip_check_adv_addr",
            "strict_mode", "v3_checksum_as_v2", "owner_ignore_adverts", "lower_prio_no_advert",
            "higher_prio_send_advert", "garp_extra_if", "vmac_garp_intvl", "timer_expired_backup",
            "thread_timer_expired", "kernel_rx_buf_size", "debug", "notify_deleted", "notify_master_rx_lower_pri",
            "smtp_alert", "notify_priority_changes", "auth_hmac",
            "lvs_sync_daemon_interface",
        ]
    )
}
