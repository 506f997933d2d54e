import Checks
import Plugins

/// Makes a check as the loader does: from the words an operator writes.
struct Words {
    var kind: String
    var arguments: [String]
    var options: [String: [String]] = [:]
    /// Options that may stand several times, each with its words.
    var repeated: [[String]] = []
    var user: ScriptUser?
    /// Whether it is a `vrrp_script`, which runs as keepalived runs it.
    var isScript = false

    init(
        _ kind: String,
        _ arguments: String...,
        options: [String: [String]] = [:],
        repeated: [[String]] = [],
        user: ScriptUser? = nil,
        isScript: Bool = false
    ) {
        self.kind = kind
        self.arguments = arguments
        self.options = options
        self.repeated = repeated
        self.user = user
        self.isScript = isScript
    }

    enum Failure: Error {
        case unknownKind, unknownOption(String)
    }

    func definition() throws -> CheckDefinition {
        guard let description = BuiltinPlugins.description(of: self.kind) else { throw Failure.unknownKind }
        var values: [String: OptionValue] = [:]
        var entries: [CheckOptions.Entry] = []
        for (name, words) in self.options {
            guard let option = description.options.first(where: { $0.name == name }) else {
                throw Failure.unknownOption(name)
            }
            let value = try OptionValue(parsing: words, as: option.type)
            if option.repeats {
                entries.append(CheckOptions.Entry(name: name, value: value))
            } else {
                values[name] = value
            }
        }
        for words in self.repeated {
            guard let option = description.options.first(where: { $0.name == words.first && $0.repeats }) else {
                throw Failure.unknownOption(words.first ?? "")
            }
            let value = try OptionValue(parsing: Array(words.dropFirst()), as: option.type)
            entries.append(CheckOptions.Entry(name: option.name, value: value))
        }
        let options = CheckOptions(
            arguments: self.arguments,
            argument: self.arguments.isEmpty
                ? .string("")
                : try OptionValue(parsing: Array(self.arguments.prefix(1)), as: description.argument.type),
            values: values,
            entries: entries
        )
        let command = self.arguments.joined(separator: " ")
        return CheckDefinition(
            name: "test",
            kind: self.kind,
            options: options,
            user: self.user,
            origin: self.isScript ? .script(command: command, native: false) : .check
        )
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
