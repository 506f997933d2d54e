/// The words of an `auth_hmac` block.
enum MessageAuthenticationKeyword: String, CaseIterable {
    case key
    case activeKey = "active_key"
    case antiReplay = "anti_replay"
    case timeWindow = "time_window"
    case mode
}
