extension Vocabulary {
    static let instance = Vocabulary(
        block: "vrrp_instance",
        supported: InstanceKeyword.allCases.map(\.rawValue) + InstancePacketKeyword.allCases.map(\.rawValue)
            + ProtocolKeyword.allCases.map(\.rawValue),
        later: [
            "vrf", "use_vmac", "use_vmac_addr", "vmac_xmit_base", "use_ipvlan", "native_ipv6", "mcast_src_ip",
            "mcast_dst_ip", "track_src_ip", "track_file", "track_process", "track_bfd",
            "promote_secondaries", "accept", "no_accept", "timer_expired_backup",
            "thread_timer_expired", "kernel_rx_buf_size", "notify_deleted", "notify_master_rx_lower_pri",
            "smtp_alert", "notify_priority_changes",
            "lvs_sync_daemon_interface",
        ]
    )
}
