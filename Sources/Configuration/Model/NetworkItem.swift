package import Checks
package import Routing

/// A line of `static_ipaddress`, or of a block of routes or rules.
package struct NetworkItem: Hashable, Sendable {
    package var kind: Kind
    /// As written, with single blanks.
    package var text: String
    package var location: SourceLocation
    /// Put back when somebody else removes it; not so with `no_track`.
    package var isTracked = true
    /// The `track_group` that cannot do without it; static items only.
    package var trackGroup: String?

    package enum Kind: Hashable, Sendable {
        case address(VirtualAddress)
        case route(Route)
        case rule(Rule)
    }

    package init(_ kind: Kind, text: String, location: SourceLocation) {
        self.kind = kind
        self.text = text
        self.location = location
    }
}

extension NetworkItem: CustomStringConvertible {
    /// `route 10.0.0.0/8 via 192.0.2.1 (file:12)`.
    package var description: String {
        let name =
            switch self.kind {
            case .address: "address"
            case .route: "route"
            case .rule: "rule"
            }
        return "\(name) '\(self.text)' (\(self.location.file):\(self.location.line))"
    }
}
