/// Why no check could be made of a definition: what was expected, and the fix.
public struct CheckSetupError: Error, Hashable, Sendable {
    public var message: String

    public init(_ message: String) {
        self.message = message
    }
}
