/// The words at the root of a file.
enum RootKeyword: String, CaseIterable {
    case globalDefinitions = "global_defs"
    case script = "vrrp_script"
    case trackProcess = "vrrp_track_process"
    case trackFile = "track_file"
    /// keepalived's older word for it.
    case trackFileDeprecated = "vrrp_track_file"
    case check
    case instance = "vrrp_instance"
    case syncGroup = "vrrp_sync_group"
    case networkNamespace = "net_namespace"
    case namespaceWithIPSets = "namespace_with_ipsets"
    case pollsLinks = "linkbeat_use_polling"
    case polledInterfaces = "linkbeat_interfaces"
    case linkDelays = "interface_up_down_delays"
    case staticAddresses = "static_ipaddress"
    case staticRoutes = "static_routes"
    case staticRules = "static_rules"
    case trackGroup = "track_group"
    case announcementGroup = "garp_group"
    case childWaitTime = "child_wait_time"
    case instanceName = "instance"
    case usesPIDFolder = "use_pid_dir"
}
