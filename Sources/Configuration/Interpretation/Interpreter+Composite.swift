import Checks

extension Interpreter {
    /// What a composite's line says that its plugin's description cannot: how many members it must have.
    mutating func checkMembers(of options: CheckOptions, _ kind: String, in statement: Statement) {
        guard let members = CompositePlugin.members(of: options, kind: kind) else { return }
        var seen: Set<String> = []
        for word in statement.arguments.suffix(members.count) where !seen.insert(word.text).inserted {
            self.log.error(word, "\(kind) names \(word.quoted) twice", fix: "remove one of them")
        }
        if kind == AtLeastPlugin.kind, case .integer(let needed) = options.argument, members.count < needed,
            let word = statement.arguments.first
        {
            self.log.error(
                word,
                "at_least \(needed) of \(members.count) checks can never be up",
                fix: "name more checks, or ask for fewer"
            )
        }
    }
}
