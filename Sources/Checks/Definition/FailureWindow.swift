/// `window M/N`: so many failures among the last so many results make a check down, even if passes stand between.
public struct FailureWindow: Hashable, Sendable {
    /// 1…``results``.
    public var failures: Int
    /// 1…64.
    public var results: Int

    /// nil for numbers out of range.
    public init?(failures: Int, results: Int) {
        guard (1...64).contains(results), (1...results).contains(failures) else { return nil }
        self.failures = failures
        self.results = results
    }
}
