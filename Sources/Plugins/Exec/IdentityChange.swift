import Checks

/// Runs a program as another user through setpriv(1), which is part of util-linux on every distribution.
enum IdentityChange {
    static let program = "setpriv"

    /// What stands before the program: the user, the group, and no other groups.
    static func arguments(for identity: ChildIdentity) -> [String] {
        ["--reuid", "\(identity.user)", "--regid", "\(identity.group)", "--clear-groups", "--"]
    }

    /// Tells setpriv's own failures from those of the program: it names itself on its one line of output.
    static func judged(_ completion: ChildCommand.Completion) -> ChildCommand.Completion {
        guard case .exited(let code) = completion.ending, code != 0,
            completion.output.starts(with: Array("\(Self.program): ".utf8))
        else { return completion }
        let words = OutcomeSanitizer.line(String(decoding: completion.output, as: UTF8.self), limit: 200)
        let reason: ReasonCode =
            switch code {
            case 126: .execNotExecutable
            case 127: .execNotFound
            default: .execUser
            }
        return ChildCommand.Completion(ending: .notRun(reason, words))
    }
}
