import Checks

/// What the checker says to a stream's process.
enum StreamRequest: Hashable, Sendable {
    /// A check, and what its definition says of it. Comes again when that changes.
    case configure(check: String, options: [Option])
    /// A run of a check, and how much time is left for it.
    case run(check: String, number: UInt64, Duration)
    case ping(UInt64)
    /// Nobody needs the process any more.
    case shutdown

    struct Option: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// The message with its line feed.
    var line: [UInt8] { Array("\(self.message.text)\n".utf8) }

    private var message: JSONValue {
        switch self {
        case .configure(let check, let options):
            .object(["configure": .object(["id": .string(check), "options": Self.object(options)])])
        case .run(let check, let number, let time):
            .object([
                "run": .object([
                    "id": .string(check),
                    "run": .number(Double(number)),
                    "deadline_ms": .number(max(0, time.milliseconds.rounded(.down))),
                ])
            ])
        case .ping(let number):
            .object(["ping": .object(["n": .number(Double(number))])])
        case .shutdown:
            .object(["shutdown": .object([:])])
        }
    }

    /// An option that stands several times is a list.
    private static func object(_ options: [Option]) -> JSONValue {
        let values = Dictionary(grouping: options, by: \.name).mapValues { options -> JSONValue in
            let values = options.map { JSONValue.string($0.value) }
            return values.count == 1 ? values[0] : .array(values)
        }
        return .object(values)
    }
}
