/// How a notify script ended.
struct NotifyResult: Hashable, Sendable {
    var isSuccess: Bool
    /// Continues "notify script …".
    var text: String
    /// The last line it printed; may be empty.
    var lastLine: String
    var duration: Duration
}
