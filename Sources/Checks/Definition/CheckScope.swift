/// What a check looks at.
public enum CheckScope: String, Hashable, Sendable, CaseIterable {
    /// Something of this node: it may fail here and be fine elsewhere.
    case local
    /// Something all nodes share: where it fails for all, moving an address helps nobody.
    case shared
}
