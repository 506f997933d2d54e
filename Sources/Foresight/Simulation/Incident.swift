package import Checks

/// Something that happens to a cluster from outside. Nodes are positions in ``Cluster/nodes``.
package enum Incident: Hashable, Sendable {
    /// From now on every run of the check ends so.
    case result(CheckStatus, check: String, node: Int)
    /// As ``result(_:check:node:)``, and a run ends so in this moment: it was recorded. Where the check has an interval in
    /// which it could not have run again, its next run ends so.
    case outcome(CheckStatus, check: String, node: Int)
    /// The power is gone: the node is silent and has no addresses.
    case crash(Int)
    /// The agent is asked to stop.
    case stop(Int)
    /// The power is back, or the agent is started.
    case start(Int)
    /// Nothing of the node runs, and its kernel keeps its addresses.
    case freeze(Int)
    case thaw(Int)
    /// Two nodes do not hear each other.
    case cut(Int, Int)
    case heal(Int, Int)
    /// An operator takes the node out of the competition, or lets it in again.
    case maintain(Int)
    case unmaintain(Int)
    /// An interface loses its link, or has it again.
    case link(interface: String, node: Int, isUp: Bool)

    /// A sentence about it.
    package func description(in cluster: Cluster) -> String {
        func name(_ node: Int) -> String {
            cluster.nodes.indices.contains(node) ? cluster.nodes[node].name : "node \(node)"
        }
        switch self {
        case .result(let status, let check, let node), .outcome(let status, let check, let node):
            switch status {
            case .pass: return "\(check) passes again on \(name(node))"
            case .warn: return "\(check) passes with a warning on \(name(node))"
            case .fail: return "\(check) fails on \(name(node))"
            case .unknown: return "\(check) cannot be carried out on \(name(node))"
            }
        case .crash(let node): return "\(name(node)) loses power"
        case .stop(let node): return "the agent of \(name(node)) is asked to stop"
        case .start(let node): return "\(name(node)) starts"
        case .freeze(let node): return "\(name(node)) freezes"
        case .thaw(let node): return "\(name(node)) goes on after it was frozen"
        case .cut(let first, let second): return "the network between \(name(first)) and \(name(second)) is cut"
        case .heal(let first, let second): return "the network between \(name(first)) and \(name(second)) is whole"
        case .maintain(let node): return "maintenance of \(name(node)) begins"
        case .unmaintain(let node): return "maintenance of \(name(node)) ends"
        case .link(let interface, let node, let isUp):
            return "\(interface) of \(name(node)) \(isUp ? "has its link again" : "loses its link")"
        }
    }
}
