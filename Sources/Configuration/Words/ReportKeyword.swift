/// The words of `global_defs` about who is told of transitions.
enum ReportKeyword: String, CaseIterable {
    case notifyFIFO = "notify_fifo"
    case notifyFIFOScript = "notify_fifo_script"
    case routerNotifyFIFO = "vrrp_notify_fifo"
    case routerNotifyFIFOScript = "vrrp_notify_fifo_script"
    case tellsPriorityChanges = "vrrp_notify_priority_changes"
    case repeatsStatesOnReload = "fifo_write_vrrp_states_on_reload"
    case mailRecipients = "notification_email"
    case mailSender = "notification_email_from"
    case mailServer = "smtp_server"
    case mailGreeting = "smtp_helo_name"
    case mailTimeout = "smtp_connect_timeout"
    case mailsAll = "smtp_alert"
    case mailsRouters = "smtp_alert_vrrp"
    case leavesOutFaultMails = "no_email_faults"
}
