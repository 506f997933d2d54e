/// The words that may stand beside the plugin line of a `check`.
enum CheckKeyword: String, CaseIterable {
    case interval
    case timeout
    case rise
    case fall
    case weight
    case trackedBy = "tracked_by"
    case onUnknown = "on_unknown"
    case user
    case startsDown = "init_fail"
}
