/// Why a user or group cannot be taken on.
struct AccountError: Error, Hashable, Sendable {
    var message: String
}
