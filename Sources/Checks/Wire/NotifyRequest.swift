/// A notify script to run: in order per instance, with a timeout, its result logged.
public struct NotifyRequest: Hashable, Sendable {
    public var instance: String
    /// Program and arguments; never empty.
    public var command: [String]
    public var user: ScriptUser?
    /// As ``CheckDefinition/demandsSafePath``.
    public var demandsSafePath: Bool

    public init(instance: String, command: [String], user: ScriptUser?, demandsSafePath: Bool = false) {
        self.instance = instance
        self.command = command
        self.user = user
        self.demandsSafePath = demandsSafePath
    }
}
