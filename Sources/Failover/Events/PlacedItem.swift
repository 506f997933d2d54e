package import Configuration
package import Routing

/// An address, route or rule with the interfaces it needs: what netlink is told.
package struct PlacedItem: Sendable {
    package var kind: Kind
    /// The line of the configuration.
    package var origin: NetworkItem

    package enum Kind: Hashable, Sendable {
        case address(PlacedAddress)
        /// With the indexes of the interfaces it names.
        case route(Route, devices: [String: Int32])
        case rule(Rule)
    }

    package init(_ kind: Kind, origin: NetworkItem) {
        self.kind = kind
        self.origin = origin
    }
}

/// Two are the same when the kernel could not tell them apart, wherever they stand in the configuration.
extension PlacedItem: Hashable {
    package static func == (left: PlacedItem, right: PlacedItem) -> Bool {
        left.kind == right.kind
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.kind)
    }
}

extension PlacedItem: CustomStringConvertible {
    package var description: String { self.origin.description }
}
