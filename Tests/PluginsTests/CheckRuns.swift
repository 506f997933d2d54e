import Checks
import Plugins

/// Makes a check as the loader does: from the words an operator writes.
struct Words {
    var kind: String
    var arguments: [String]
    var options: [String: [String]] = [:]
    var user: ScriptUser?

    init(_ kind: String, _ arguments: String..., options: [String: [String]] = [:], user: ScriptUser? = nil) {
        self.kind = kind
        self.arguments = arguments
        self.options = options
        self.user = user
    }

    enum Failure: Error {
        case unknownKind, unknownOption(String)
    }

    func definition() throws -> CheckDefinition {
        guard let description = BuiltinPlugins.description(of: self.kind) else { throw Failure.unknownKind }
        var values: [String: OptionValue] = [:]
        for (name, words) in self.options {
            guard let option = description.options.first(where: { $0.name == name }) else {
                throw Failure.unknownOption(name)
            }
            values[name] = try OptionValue(parsing: words, as: option.type)
        }
        let options = CheckOptions(
            arguments: self.arguments,
            argument: try OptionValue(parsing: Array(self.arguments.prefix(1)), as: description.argument.type),
            values: values
        )
        return CheckDefinition(name: "test", kind: self.kind, options: options, user: self.user)
    }

    func check(mayChangeUser: Bool = false) throws -> any Check {
        guard let type = BuiltinChecks.type(of: self.kind) else { throw Failure.unknownKind }
        return try type.init(
            definition: try self.definition(),
            context: CheckContext(mayChangeUser: mayChangeUser)
        )
    }

    func run(timeout: Duration = .seconds(10), mayChangeUser: Bool = false) async throws -> CheckOutcome {
        try await self.check(mayChangeUser: mayChangeUser).run(timeout: timeout)
    }
}
