/// Why a pattern is no regular expression.
struct RegexError: Error, Hashable {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}
