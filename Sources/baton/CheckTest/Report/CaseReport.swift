/// What became of one test, whatever was tested.
struct CaseReport: Sendable {
    enum Verdict: Hashable, Sendable {
        case passed
        /// Why, line by line; never empty.
        case failed([String])
        /// There was nothing to test, and why.
        case skipped(String)
        /// The test could not be carried out: nothing is known of what it tests.
        case broken([String])
    }

    /// Why nothing is tested of a program that does not say what it is.
    static let notDescribed = "it does not describe itself"

    var name: String
    var verdict: Verdict
    var duration: Duration

    var isFailure: Bool {
        switch verdict {
        case .failed, .broken: true
        case .passed, .skipped: false
        }
    }
}
