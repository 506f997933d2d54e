/// The words of `vrrp_sync_group`.
enum SyncGroupKeyword: String, CaseIterable {
    case group
    case trackInterface = "track_interface"
    case trackScript = "track_script"
    case notifyMaster = "notify_master"
    case notifyBackup = "notify_backup"
    case notifyFault = "notify_fault"
    case notifyStop = "notify_stop"
    case notify
    case trackingWeight = "sync_group_tracking_weight"
    case globalTracking = "global_tracking"
}
