/// What becomes of a check's health when its runs end `unknown`.
public enum UnknownPolicy: Hashable, Sendable {
    /// Counts as a failure.
    case fail
    /// The health stays as it was for this long, then counts as a failure.
    case hold(Duration)
    /// The check contributes nothing until something is known again.
    case ignore
}
