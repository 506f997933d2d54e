/// Whether a check has a say.
public enum CheckMode: String, Hashable, Sendable, CaseIterable {
    /// Its health counts.
    case enforce
    /// It runs, and what it would have done is told; nothing counts.
    case observe
    /// It does not run.
    case disabled
}
