package import VRRP

/// Where advertisements of one family are received: one socket serves all virtual routers there.
package struct ListeningPlace: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var family: AddressFamily

    package init(interfaceIndex: Int32, family: AddressFamily) {
        self.interfaceIndex = interfaceIndex
        self.family = family
    }
}

extension ListeningPlace: Comparable {
    package static func < (left: ListeningPlace, right: ListeningPlace) -> Bool {
        if left.interfaceIndex != right.interfaceIndex { return left.interfaceIndex < right.interfaceIndex }
        return left.family == .ipv4 && right.family == .ipv6
    }
}
