/// The words of an instance about who is told of its transitions, besides those about its states.
enum InstanceReportKeyword: String, CaseIterable {
    case deleted = "notify_deleted"
    case masterReceivedLowerPriority = "notify_master_rx_lower_pri"
    case priorityChanges = "notify_priority_changes"
    case mail = "smtp_alert"
}
