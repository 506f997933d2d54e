/// What all reports in the Test Anything Protocol have in common.
enum TAP {
    static let heading = "TAP version 14"

    /// A description: a number sign would begin a directive.
    static func escaped(_ text: String) -> String {
        text.map { $0 == "#" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    }
}
