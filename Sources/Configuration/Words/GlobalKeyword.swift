/// The words of `global_defs` that have an effect.
enum GlobalKeyword: String, CaseIterable {
    case routerID = "router_id"
    case scriptUser = "script_user"
    case enableScriptSecurity = "enable_script_security"
    case version = "vrrp_version"
    case masterDelay = "vrrp_garp_master_delay"
    case masterRepeat = "vrrp_garp_master_repeat"
    case masterRefresh = "vrrp_garp_master_refresh"
    case masterRefreshRepeat = "vrrp_garp_master_refresh_repeat"
    case lowerPriorityDelay = "vrrp_garp_lower_prio_delay"
    case lowerPriorityRepeat = "vrrp_garp_lower_prio_repeat"
    case gratuitousARPInterval = "vrrp_garp_interval"
    case downTimerAdvertisements = "vrrp_down_timer_adverts"
    case realTimePriority = "vrrp_rt_priority"
    case multicastGroup = "vrrp_mcast_group4"
    case dynamicInterfaces = "dynamic_interfaces"
    case defaultInterface = "default_interface"
    case pollsLinks = "linkbeat_use_polling"
    case routingNamesDirectory = "iproute_etc_dir"
    case sharedRoutingNamesDirectory = "iproute_usr_dir"

    // baton's own words; keepalived warns of them and goes on.
    case checksDirectory = "checks_dir"
    case controlSocket = "control_socket"
    case journal
    case journalSize = "journal_size"
    case startupTimeout = "startup_timeout"
    case nativeScripts = "native_scripts"
    case checkerGrace = "checker_grace"
    case notifyTimeout = "notify_timeout"
    case checkConcurrency = "check_concurrency"
    case checker
    case checkerSocket = "checker_socket"
}
