/// What a check may know of the process it runs in.
public struct CheckContext: Sendable {
    /// Whether children may be given another user (the checker runs as root).
    public var mayChangeUser: Bool

    public init(mayChangeUser: Bool) {
        self.mayChangeUser = mayChangeUser
    }
}
