import Checks

@testable import Plugins

/// Makes a check of one type from the words an operator writes, options that may stand several times included.
struct WrittenCheck<Kind: Check> {
    var name = "test"
    var arguments: [String]
    var options: [(String, [String])] = []
    var schedule = CheckSchedule(interval: .seconds(5))
    var surroundings: any CheckSurroundings = NoSurroundings()

    /// - Parameter line: What stands behind the kind, in words without spaces.
    init(_ line: String, _ options: (String, String)..., surroundings: any CheckSurroundings = NoSurroundings()) {
        self.arguments = line.split(separator: " ").map(String.init)
        self.options = options.map { ($0, [$1]) }
        self.surroundings = surroundings
    }

    func definition() throws -> CheckDefinition {
        let description = Kind.description
        var values: [String: OptionValue] = [:]
        var entries: [CheckOptions.Entry] = []
        for (name, words) in self.options {
            guard let option = description.options.first(where: { $0.name == name }) else {
                throw OptionError("there is no option \(name)")
            }
            let value: OptionValue
            switch option.type {
            case .words:
                value = try OptionValue(
                    parsing: words.flatMap { $0.split(separator: " ").map(String.init) },
                    as: option.type
                )
            default: value = try OptionValue(parsing: words, as: option.type)
            }
            if option.repeats {
                entries.append(CheckOptions.Entry(name: name, value: value))
            } else {
                values[name] = value
            }
        }
        return CheckDefinition(
            name: self.name,
            kind: description.kind,
            options: CheckOptions(
                arguments: self.arguments,
                argument: try OptionValue(
                    parsing: Array(self.arguments.prefix(1)),
                    as: description.argument.type
                ),
                values: values,
                entries: entries
            ),
            schedule: self.schedule
        )
    }

    func make() throws -> Kind {
        try Kind(
            definition: try self.definition(),
            context: CheckContext(mayChangeUser: false, surroundings: self.surroundings)
        )
    }

    func run(timeout: Duration = .seconds(10)) async throws -> CheckOutcome {
        try await self.make().run(timeout: timeout)
    }
}
