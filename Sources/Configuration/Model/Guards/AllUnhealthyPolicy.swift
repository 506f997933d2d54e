/// What becomes of the addresses where the checks of every node fail: `all_unhealthy`.
///
/// It concerns faults by checks and by tracked processes and files. Faults of links, addresses, sockets and static items are
/// faults whatever this says: a node with one of them cannot serve.
package enum AllUnhealthyPolicy: String, Hashable, Sendable, CaseIterable {
    /// A failed check is a fault at once, as with keepalived: nobody has the addresses.
    case drop
    /// Whoever has the fewest failed checks has the addresses.
    case best
    /// Whoever has the addresses keeps them until a healthy node takes over.
    case hold
}
