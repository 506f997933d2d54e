import Configuration

/// What the command line of the checker asks for.
enum CheckerArguments: Equatable, Sendable {
    /// Work for an agent over these two inherited sockets; `umask` goes before what configurations say.
    case serve(supervisor: Int32, router: Int32, umask: UInt32? = nil)
    /// `--describe-plugins`: write the plugins' descriptions to standard output, for the agent to read.
    case describePlugins
    /// `--run`: one run of one check for a tool that has not this checker's plugins.
    case run

    struct UsageError: Error, Equatable {
        var message: String
    }

    private static let usage =
        "usage: baton-checker --supervisor-fd N --router-fd M [--umask MASK] | --describe-plugins | --run; "
        + "batond starts it, and 'baton check run' tests checks"

    static func parse(_ arguments: [String]) -> Result<CheckerArguments, UsageError> {
        if arguments == ["--describe-plugins"] { return .success(.describePlugins) }
        if arguments == ["--run"] { return .success(.run) }
        var supervisor: Int32?
        var router: Int32?
        var umask: UInt32?
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--umask" {
                guard let text = rest.popFirst(), let mask = FileModeMask.parse([text]) else {
                    return .failure(UsageError(message: "\(word): expected the bits of a mask; \(Self.usage)"))
                }
                umask = mask
                continue
            }
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
        return .success(.serve(supervisor: supervisor, router: router, umask: umask))
    }
}
