/// The number of a virtual router on its link, 1…255 (RFC 9568 section 5.2.3).
package struct VirtualRouterID: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: UInt8

    /// - Returns: nil for 0, which no virtual router may have.
    package init?(rawValue: UInt8) {
        guard rawValue > 0 else { return nil }
        self.rawValue = rawValue
    }

    package static func < (left: VirtualRouterID, right: VirtualRouterID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension VirtualRouterID: CustomStringConvertible {
    package var description: String { String(self.rawValue) }
}
