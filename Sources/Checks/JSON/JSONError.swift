/// Why bytes are no JSON document: what was expected, and where.
public struct JSONError: Error, Hashable, Sendable {
    public var message: String
    /// Byte in the document, from 0.
    public var offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(self.message) at byte \(self.offset)" }
}
