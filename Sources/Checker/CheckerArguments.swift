/// The command line `batond` gives the checker.
struct CheckerArguments: Equatable, Sendable {
    var supervisor: Int32
    var router: Int32

    struct UsageError: Error, Equatable {
        var message: String
    }

    private static let usage =
        "usage: baton-checker --supervisor-fd N --router-fd M; batond starts it, and 'baton check run' tests checks"

    static func parse(_ arguments: [String]) -> Result<CheckerArguments, UsageError> {
        var supervisor: Int32?
        var router: Int32?
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word == "--supervisor-fd" || word == "--router-fd" else {
                return .failure(UsageError(message: "unknown argument '\(word)'; \(Self.usage)"))
            }
            guard let text = rest.popFirst(), let number = Int32(text), number >= 0 else {
                return .failure(UsageError(message: "\(word): expected the number of a descriptor; \(Self.usage)"))
            }
            if word == "--router-fd" { router = number } else { supervisor = number }
        }
        guard let supervisor, let router, supervisor != router else {
            return .failure(UsageError(message: "expected two descriptors; \(Self.usage)"))
        }
        return .success(CheckerArguments(supervisor: supervisor, router: router))
    }
}
