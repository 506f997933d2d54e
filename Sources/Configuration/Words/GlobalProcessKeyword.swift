/// The words of `global_defs` about the agent's processes and what they start.
enum GlobalProcessKeyword: String, CaseIterable {
    case startupScript = "startup_script"
    case startupTimeout = "startup_script_timeout"
    case shutdownScript = "shutdown_script"
    case shutdownTimeout = "shutdown_script_timeout"
    case umask
    case supplementaryGroups = "set_supplementary_groups"
    case symbolicLinks = "use_symlink_paths"
    case processNames = "process_names"
    case processName = "process_name"
    case routerName = "vrrp_process_name"
    case niceness = "vrrp_priority"
    case noSwap = "vrrp_no_swap"
    case processors = "vrrp_cpu_affinity"
    case realTimeLimit = "vrrp_rlimit_rttime"
    /// keepalived's older word for it.
    case realTimeLimitDeprecated = "vrrp_rlimit_rtime"
    case automaticPriority = "max_auto_priority"
    case automaticPriorityDelay = "min_auto_priority_delay"
    case commandBuffer = "vrrp_netlink_cmd_rcv_bufs"
    case commandBufferForce = "vrrp_netlink_cmd_rcv_bufs_force"
    case monitorBuffer = "vrrp_netlink_monitor_rcv_bufs"
    case monitorBufferForce = "vrrp_netlink_monitor_rcv_bufs_force"
    case saveFolder = "config_save_dir"
}
