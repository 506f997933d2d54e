/// A priority as it stands in an advertisement: 0 = leaving, 1…254 = backup of an address, 255 = its owner
/// (RFC 9568 section 5.2.4).
package struct Priority: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static func < (left: Priority, right: Priority) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Sent by a master that leaves; never a configured priority.
    package static let resign = Priority(rawValue: 0)
    package static let `default` = Priority(rawValue: 100)
    /// The address owner: preempts always and is never weighted.
    package static let owner = Priority(rawValue: 255)
}

extension Priority: CustomStringConvertible {
    package var description: String { String(self.rawValue) }
}
