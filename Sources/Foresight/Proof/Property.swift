/// What a cluster should do whatever fails.
package enum Property: String, Hashable, Sendable, CaseIterable {
    case effective = "P1"
    case margin = "P2"
    case noTie = "P3"
    case noInversion = "P4"
    case noClamp = "P5"
    case noOrphan = "P6"
    case symmetric = "P7"
    case stable = "P8"
    case budget = "P9"
    case group = "P10"

    /// One or two words.
    package var title: String {
        switch self {
        case .effective: "effective"
        case .margin: "margin"
        case .noTie: "no tie"
        case .noInversion: "no inversion"
        case .noClamp: "no clamp"
        case .noOrphan: "no orphan"
        case .symmetric: "symmetric"
        case .stable: "stable"
        case .budget: "budget"
        case .group: "group"
        }
    }

    package var statement: String {
        switch self {
        case .effective: "a check that fails on the holder alone moves the addresses to a healthy node"
        case .margin: "and it does so by at least \(Prover.margin)"
        case .noTie: "no two nodes have one priority while at most one check fails on each"
        case .noInversion: "no node keeps the addresses from one whose failures are milder"
        case .noClamp: "no priority leaves 1…254 and is cut to it"
        case .noOrphan: "somebody has the addresses whatever fails"
        case .symmetric: "all nodes have the same checks with the same weights"
        case .stable: "no check depends on who has the addresses"
        case .budget: "no failure of the holder takes the addresses away for longer than the budget"
        case .group: "the members of a sync group put the nodes into one order"
        }
    }
}
