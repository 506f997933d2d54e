/// The words of `vrrp_sync_group`.
enum SyncGroupKeyword: String, CaseIterable {
    case group
    case trackInterface = "track_interface"
    case trackScript = "track_script"
    case trackProcess = "track_process"
    case trackFile = "track_file"
    case notifyMaster = "notify_master"
    case notifyBackup = "notify_backup"
    case notifyFault = "notify_fault"
    case notifyStop = "notify_stop"
    case notify
    case priorityChanges = "notify_priority_changes"
    case mail = "smtp_alert"
    case trackingWeight = "sync_group_tracking_weight"
    case globalTracking = "global_tracking"
}
