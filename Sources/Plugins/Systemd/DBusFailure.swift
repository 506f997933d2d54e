/// Why a bus could not be asked.
enum DBusFailure: Error, Hashable, Sendable {
    /// There is no such socket, or nobody listens: the error number.
    case connect(Int32)
    /// It does not let this user in.
    case refused
    /// The conversation broke off: the error number, 0 = the other side closed.
    case closed(Int32)
    /// What came is not D-Bus.
    case malformed
    case cancelled
}
