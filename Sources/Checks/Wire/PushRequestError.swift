/// Why a line is no ``PushRequest``: what was expected, and an example where that helps.
public struct PushRequestError: Error, Hashable, Sendable {
    public var message: String

    init(_ message: String) {
        self.message = message
    }
}

extension PushRequestError: CustomStringConvertible {
    public var description: String { self.message }
}
