/// Whom an item is set for.
package enum ItemOwner: Hashable, Sendable {
    /// The node itself: it is there whoever is master.
    case node
    case instance(String)
}
