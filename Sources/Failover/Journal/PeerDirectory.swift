import Checks
import VRRP

/// Which node the addresses belong to that journals name as peers.
///
/// A journal does not say which address its own node advertises from unless that changed. But a node never hears itself:
/// an address is of a node whose journal does not name it.
package struct PeerDirectory: Hashable, Sendable {
    /// By address, the positions of the journals that may be its node's, the likeliest first.
    private var candidates: [String: [Int]] = [:]

    /// - Parameter journals: By clocks that agree, as far as ``node(of:)`` is to choose between several.
    package init(_ journals: [NodeJournal]) {
        var hearers: [String: Set<Int>] = [:]
        var owners: [String: Set<Int>] = [:]
        for (position, journal) in journals.enumerated() {
            for record in journal.records {
                if let peer = record.peer { hearers[peer, default: []].insert(position) }
                if record.kind == "source", let address = record.members["address"]?.string {
                    owners[address, default: []].insert(position)
                }
            }
        }
        for (address, hearers) in hearers {
            if let owners = owners[address], owners.count == 1, owners.isDisjoint(with: hearers) {
                self.candidates[address] = Array(owners)
                continue
            }
            let possible = journals.indices.filter { !hearers.contains($0) }
            self.candidates[address] =
                possible.count < 2 ? possible : Self.byLikelihood(possible, of: address, hearers, in: journals)
        }
    }

    /// The node whose journal is at this position; nil = of none that is there.
    package func node(of address: String) -> Int? { self.candidates[address]?.first }

    /// Whether the address may be of the node whose journal is at `position`.
    package func mayBe(_ address: String, of position: Int) -> Bool {
        self.candidates[address]?.contains(position) ?? false
    }

    /// Whether it can be of no other.
    package func isCertainly(_ address: String, of position: Int) -> Bool { self.candidates[address] == [position] }

    /// Those first that took over most often when the address was heard as the successor.
    private static func byLikelihood(
        _ possible: [Int],
        of address: String,
        _ hearers: Set<Int>,
        in journals: [NodeJournal]
    ) -> [Int] {
        let heard = hearers.flatMap { journals[$0].records.filter { $0.peer == address && $0.isLossToPeer } }
        let counts = possible.map { position in
            let gains = journals[position].records.filter(\.isTakeover)
            return heard.count { loss in
                let moment = loss.time.nanoseconds
                return gains.contains { gain in
                    let distance = gain.time.nanoseconds.subtractingReportingOverflow(moment)
                    return gain.instance == loss.instance && distance.partialValue.magnitude < Self.together
                }
            }
        }
        return zip(possible, counts).sorted { $0.1 > $1.1 }.map(\.0)
    }

    /// Nanoseconds.
    private static let together: UInt64 = 1_000_000_000
}
