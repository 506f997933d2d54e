/// What a check may know of the process it runs in.
public struct CheckContext: Sendable {
    /// Whether children may be given another user (the checker runs as root).
    public var mayChangeUser: Bool
    /// The other checks, and what was pushed.
    public var surroundings: any CheckSurroundings

    public init(mayChangeUser: Bool, surroundings: any CheckSurroundings = NoSurroundings()) {
        self.mayChangeUser = mayChangeUser
        self.surroundings = surroundings
    }
}
