/// The words of a `test` block.
enum CheckTestKeyword: String, CaseIterable {
    case summary
    case check
    case fixture
    case expect
    case health
    case stop
    case start
    case change
    case given
    case push
    case wait
}

/// The words behind `fixture`.
enum FixtureKeyword: String, CaseIterable {
    case http
    case tcp
    case process
    case file
    case script
}
