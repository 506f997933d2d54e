extension Vocabulary {
    static let globalDefinitions = Vocabulary(
        block: "global_defs",
        supported: GlobalKeyword.allCases.map(\.rawValue) + GlobalPacketKeyword.allCases.map(\.rawValue)
            + ProtocolKeyword.allCases.map(\.globalSpelling) + GrammarKeyword.allCases.map(\.rawValue)
            + ReportKeyword.allCases.map(\.rawValue) + GlobalHostKeyword.allCases.map(\.rawValue)
            + GlobalReloadKeyword.allCases.map(\.rawValue) + DumpKeyword.allCases.map(\.rawValue),
        later: [
            // Processes and files.
            "process_names", "process_name", "vrrp_process_name", "use_symlink_paths", "set_supplementary_groups",
            "startup_script", "startup_script_timeout", "shutdown_script", "shutdown_script_timeout",
            "max_auto_priority", "min_auto_priority_delay", "vrrp_priority", "vrrp_no_swap", "vrrp_cpu_affinity",
            "vrrp_rlimit_rttime", "vrrp_rlimit_rtime", "umask",
            "config_save_dir", "child_wait_time", "use_pid_dir",
            // Interfaces and packets.
            "vrrp_mcast_group6",
            // Socket buffers.
            "vrrp_netlink_cmd_rcv_bufs", "vrrp_netlink_cmd_rcv_bufs_force", "vrrp_netlink_monitor_rcv_bufs",
            "vrrp_netlink_monitor_rcv_bufs_force", "process_monitor_rcv_bufs", "process_monitor_rcv_bufs_force",
            "vrrp_rx_bufs_policy", "vrrp_rx_bufs_multiplier",
        ]
    )
}
