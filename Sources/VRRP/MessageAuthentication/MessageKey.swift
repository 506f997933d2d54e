/// A shared key of `auth_hmac`. No description of it, however it comes about, shows its bytes.
package struct MessageKey: Hashable, Sendable {
    /// 1…255; the trailer names the key by it.
    package let identifier: UInt8
    let bytes: [UInt8]

    /// Bytes a key may have: keepalived's bounds. A longer one would be hashed first, a shorter one is too weak.
    package static let lengths = 32...64

    /// - Returns: nil for identifier 0 and for a length outside ``lengths``.
    package init?(identifier: UInt8, bytes: [UInt8]) {
        guard identifier > 0, Self.lengths.contains(bytes.count) else { return nil }
        self.identifier = identifier
        self.bytes = bytes
    }
}

extension MessageKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "key \(self.identifier)" }
    package var debugDescription: String { self.description }
    package var customMirror: Mirror { Mirror(self, children: ["identifier": self.identifier]) }
}
