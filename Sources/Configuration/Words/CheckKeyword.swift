/// The words that may stand beside the plugin line of a `check`.
enum CheckKeyword: String, CaseIterable {
    case interval
    case timeout
    case rise
    case fall
    case fastInterval = "fast_interval"
    case downInterval = "down_interval"
    case jitter
    case startOffset = "start_offset"
    case window
    case weight
    case trackedBy = "tracked_by"
    case requires
    case onUnknown = "on_unknown"
    case mode
    case scope
    case user
    case initialHealth = "init"
    case startsDown = "init_fail"
    case summary
}
