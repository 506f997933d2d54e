/// How much a difference between two nodes matters.
enum DifferenceLevel: String {
    /// Nodes that differ in it do not work together.
    case mustMatch = "must_match"
    /// Nodes that do not differ in it leave a decision to chance.
    case shouldDiffer = "should_differ"
    /// Nodes may well differ in it.
    case differs

    /// As a line of the text form begins.
    var title: String {
        switch self {
        case .mustMatch: "must match"
        case .shouldDiffer: "should differ"
        case .differs: "differs"
        }
    }
}
