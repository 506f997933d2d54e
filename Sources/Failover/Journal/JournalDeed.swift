/// What was done to the host because of a change: in the journal, as nobody but the one who did it knows when it was done.
package enum JournalDeed: Hashable, Sendable {
    /// The kernel has set them.
    case addressesSet([PlacedAddress])
    case addressesRemoved([PlacedAddress])
    /// Gratuitous ARP and neighbour advertisement frames were queued; they leave at their pace.
    case announced(frames: Int)

    var kind: String {
        switch self {
        case .addressesSet: "addresses_set"
        case .addressesRemoved: "addresses_removed"
        case .announced: "announced"
        }
    }

    var text: String {
        switch self {
        case .addressesSet(let addresses): "set \(Self.list(addresses))"
        case .addressesRemoved(let addresses): "removed \(Self.list(addresses))"
        case .announced(let frames): "announces its addresses with \(frames) frame\(frames == 1 ? "" : "s")"
        }
    }

    func write(to json: inout JSONText) {
        switch self {
        case .addressesSet(let addresses), .addressesRemoved(let addresses):
            json.array("addresses") { list in
                for address in addresses.prefix(Self.limit) { list.value(nil, address.description) }
            }
            json.value("count", addresses.count)
        case .announced(let frames):
            json.value("frames", frames)
        }
    }

    /// Addresses that are named; the others are counted.
    private static let limit = 16

    private static func list(_ addresses: [PlacedAddress]) -> String {
        let named = addresses.prefix(self.limit).map(\.description).joined(separator: ", ")
        return addresses.count > self.limit ? "\(named) and \(addresses.count - self.limit) more" : named
    }
}
