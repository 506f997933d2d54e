/// The words of `vrrp_instance` that have an effect.
enum InstanceKeyword: String, CaseIterable {
    case state
    case interface
    case virtualRouterID = "virtual_router_id"
    case version
    case priority
    case advertisementInterval = "advert_int"
    case unicastSource = "unicast_src_ip"
    case unicastPeers = "unicast_peer"
    case authentication
    case messageAuthentication = "auth_hmac"
    case virtualAddresses = "virtual_ipaddress"
    case excludedAddresses = "virtual_ipaddress_excluded"
    case routes = "virtual_routes"
    case rules = "virtual_rules"
    case trackScript = "track_script"
    case trackProcess = "track_process"
    case trackFile = "track_file"
    case trackInterface = "track_interface"
    case ignoreOwnInterface = "dont_track_primary"
    case pollsLink = "linkbeat_use_polling"
    case preempt
    case noPreempt = "nopreempt"
    case preemptDelay = "preempt_delay"
    case downTimerAdvertisements = "down_timer_adverts"
    case masterDelay = "garp_master_delay"
    case masterRepeat = "garp_master_repeat"
    case masterRefresh = "garp_master_refresh"
    case masterRefreshRepeat = "garp_master_refresh_repeat"
    case lowerPriorityDelay = "garp_lower_prio_delay"
    case lowerPriorityRepeat = "garp_lower_prio_repeat"
    case notifyMaster = "notify_master"
    case notifyBackup = "notify_backup"
    case notifyFault = "notify_fault"
    case notifyStop = "notify_stop"
    case notify

    // baton's own words.
    case fastPreempt = "fast_preempt"
    case moveDamping = "move_damping"
}
